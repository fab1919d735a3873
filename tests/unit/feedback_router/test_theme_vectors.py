"""Comments are put beside each other by what they say, never by how, with the encoder and without."""

from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback_router.domain.insults import INSULTS
from feedback_router.domain.swearing import SWEARING
from feedback_router.store.grouping import Grouped
from feedback_router.text.encoder import DIMENSIONS
from feedback_router.text.grouping import gathered, middle, nearest
from feedback_router.text.near_duplicates import bands
from feedback_router.text.pipeline import load_pipeline
from feedback_router.text.theme_vectors import COUNTED, ENCODED, packed, unit, unpacked
from feedback_router.use_cases.read_for_themes import space_of, vectors_of

BILLS = (
    "The bill was charged twice this month",
    "The bill of this month was charged twice",
    "This month the bill was charged twice again",
)
CABLES = ("The router came without its cable", "There was no cable with the router that came")


def comment(text: str, *, space: str | None = None, vector: bytes | None = None) -> Grouped:
    return Grouped(UUID(int=0), text, "en", "triage", None, None, space, vector)


@pytest.mark.parametrize("encoder", [True, False])
@settings(deadline=None, max_examples=40)  # the first one loads the models
@given(
    st.sampled_from(BILLS + CABLES),
    st.sampled_from(sorted(SWEARING | INSULTS)),
    st.integers(0, 4),
    st.booleans(),
)
def test_an_angry_voice_changes_no_vector_and_no_band(
    encoder: bool, text: str, rude: str, marks: int, loud: bool
):
    said = f"{rude.title()}! {text}{'!' * marks}"
    angry = said.upper() if loud else said
    quiet_row, angry_row = vectors_of([comment(text), comment(angry)], load_pipeline(encoder=encoder))
    assert quiet_row @ angry_row == pytest.approx(1, abs=0.02)
    assert bands(text) == bands(angry)


@pytest.mark.parametrize("encoder", [True, False])
def test_what_is_about_the_same_thing_is_gathered_and_the_next_one_is_near(encoder: bool):
    pipeline = load_pipeline(encoder=encoder)
    space = space_of(pipeline)
    rows = vectors_of([comment(text) for text in (*BILLS, *CABLES, "Thank you, Marta")], pipeline)
    groups = gathered(rows, space)
    assert groups[0] == [0, 1, 2]
    middles = np.stack([middle(rows[[0, 1, 2]]), middle(rows[[3, 4]])])
    (late, strange) = vectors_of(
        [comment("My bill was charged twice this month"), comment("Lovely shop")], pipeline
    )
    assert nearest(np.stack([late, strange]), middles, space) == [0, None]


def test_a_kept_vector_is_read_and_one_of_another_model_is_not():
    pipeline = load_pipeline(encoder=False)
    kept = unit(np.ones((1, DIMENSIONS), np.float32))[0]
    same = comment(BILLS[0], space=COUNTED.name, vector=packed(kept))
    other = comment(BILLS[0], space=ENCODED.name, vector=packed(kept))
    rows = vectors_of([same, other, comment(BILLS[0])], pipeline)
    assert rows[0] == pytest.approx(kept, abs=1e-3)
    assert (rows[1] == rows[2]).all()


@given(st.lists(st.floats(-1, 1, width=16), min_size=DIMENSIONS, max_size=DIMENSIONS))
def test_a_packed_vector_is_a_kilobyte_and_comes_back(values: list[float]):
    row = np.array(values, np.float32)
    assert len(packed(row)) == 2 * DIMENSIONS
    assert (unpacked([packed(row)])[0] == row).all()


def test_what_says_nothing_is_about_nothing():
    rows = vectors_of([comment("!!!"), comment("…")], load_pipeline(encoder=False))
    assert gathered(rows, COUNTED) == []
    assert nearest(rows, unit(np.ones((1, DIMENSIONS), np.float32)), COUNTED) == [None, None]
