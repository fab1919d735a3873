"""Texts as routing sees them, and how like they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from feedback_router.domain.understanding import CommentText
from feedback_router.text.pipeline import load_pipeline
from feedback_router.text.routing import rows as routing_rows
from feedback_router.text.routing.model import build
from feedback_router.text.routing.rows import Rows, Text

WORDS = st.sampled_from(["invoice", "factura", "parcel", "no", "not", "water", "the", "ñandú", "5g"])
TEXTS = st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=12)
SAID = [
    "My invoice is wrong!!!",
    "¿Dónde está mi paquete?",
    "you idiots, call 612 345 678",
    "",
    "The parcel never came",
]


def seen(texts: list[str]) -> Rows:
    return load_pipeline(encoder=False).reader.rows(texts)


def product(texts: Rows, known: Rows) -> NDArray[np.float32]:
    likeness: NDArray[np.float32] = (texts.words @ known.words.T).toarray()
    return likeness


@given(TEXTS, TEXTS)
def test_likeness_is_the_product_of_the_n_grams(texts: list[str], known: list[str]) -> None:
    one, other = seen(texts), seen(known)
    assert np.array_equal(one.likeness(other), product(one, other))


def test_texts_are_as_like_however_many_are_laid_out_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = seen([*SAID, *SAID]), seen(SAID)
    for cells in (1, 200, 1 << 19):
        monkeypatch.setattr(routing_rows, "_CELLS", cells)
        assert np.array_equal(one.likeness(other), product(one, other))


@pytest.mark.parametrize("encoder", [True, False], ids=["encoder", "without encoder"])
def test_what_the_pipeline_has_read_is_what_routing_would_read(encoder: bool) -> None:
    pipeline = load_pipeline(encoder=encoder)
    comments = [CommentText(text) for text in SAID]
    spared = pipeline.reader.rows_of(pipeline.analyse(comments).texts)
    masked = [text.replace("612 345 678", " ") for text in SAID]
    anew = pipeline.reader.rows(masked)
    assert (spared.texts, list(map(list, spared.said))) == (anew.texts, list(map(list, anew.said)))
    assert np.array_equal(spared.words.toarray(), anew.words.toarray())
    assert (spared.vectors is None) == (anew.vectors is None) == (not encoder)
    if spared.vectors is not None and anew.vectors is not None:
        assert spared.vectors == pytest.approx(anew.vectors, abs=1e-6)


def test_a_text_is_decided_alone_as_it_is_among_others() -> None:
    reader = load_pipeline(encoder=False).reader
    model = build(
        [Text("b", "Invoices and charges", "billing"), Text("d", "Parcels and couriers", "delivery")],
        [Text("1", "The invoice came twice", "billing"), Text("2", "No parcel, no courier", "delivery")],
        reader,
    )
    favours: list[dict[str, float]] = [{}, {"billing": 1.0}, {}, {}, {"delivery": 0.5}]
    together = model.decide(reader.rows(SAID), favours)
    alone = [model.decide(reader.rows([text]), [own])[0] for text, own in zip(SAID, favours, strict=True)]
    assert together == alone
