"""The sentences of our own that teach kinds."""

import json
from collections import Counter
from pathlib import Path

import pytest

from feedback_router.domain.folding import words
from feedback_router.domain.understanding import Kind
from feedback_router.training.examples import kind_sentences

LABELLED = Path(__file__).parents[4] / "shared" / "data" / "eval"


def test_every_language_teaches_every_kind_and_no_other() -> None:
    taught = Counter((example.language, example.kind) for example in kind_sentences())
    assert set(taught) == {(language, kind.value) for language in ("en", "es", "pt") for kind in Kind}
    assert min(taught.values()) >= 30


def test_no_sentence_stands_twice_in_a_language() -> None:
    stands = Counter((example.language, example.text.casefold()) for example in kind_sentences())
    assert [sentence for sentence, times in stands.items() if times > 1] == []


def test_no_sentence_of_four_words_or_more_stands_in_a_labelled_set() -> None:
    # Shorter ones, such as "Great value", are said by everybody.
    if not LABELLED.is_dir():
        pytest.skip(f"the labelled sets are not here: {LABELLED}")
    measured = {
        tuple(words(json.loads(line)["text"]))
        for path in LABELLED.glob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    }
    taught = (tuple(words(example.text)) for example in kind_sentences())
    assert [sentence for sentence in taught if len(sentence) >= 4 and sentence in measured] == []
