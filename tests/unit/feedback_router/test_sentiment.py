"""The sentiment of a comment, and honesty where it isn't measured."""

import socket
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import pytest
from textblob import TextBlob

from feedback_router.text.sentiment import Sentiment, measure, measure_all


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The fitter was wonderful, great job", "positive"),
        ("Terrible, the worst call of my year", "negative"),
        ("The parcel came on Tuesday", "neutral"),
        ("", "neutral"),
    ],
)
def test_english_comments_are_measured(text: str, label: str) -> None:
    measured = measure(text, "en")
    assert measured is not None
    assert measured.label == label
    assert -1 <= measured.polarity <= 1


def test_the_model_is_named_with_its_version() -> None:
    assert measure("Excellent", "en") == Sentiment(1.0, "positive", f"textblob-{version('textblob')}")


@pytest.mark.parametrize("language", ["es", "pt", "other"])
def test_other_languages_are_not_measured_rather_than_called_neutral(language: str) -> None:
    assert measure("Un servicio terrible", language) is None


def test_a_batch_keeps_its_order() -> None:
    batch = measure_all([("Great", "en"), ("Genial", "es"), ("Awful", "en")])
    assert [measured and measured.label for measured in batch] == ["positive", None, "negative"]
    assert measure_all([]) == []


def test_nothing_is_asked_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert measure("Great", "en") is not None


def test_threads_get_the_same_answers() -> None:
    with ThreadPoolExecutor(8) as threads:
        measured = list(threads.map(lambda _: measure("A good shop, though slow", "en"), range(200)))
    assert set(measured) == {measure("A good shop, though slow", "en")}


@pytest.mark.parametrize(
    "text", ["", "Not bad at all!", "WORST. Day. Ever :(", "¿Qué?", "very very good " * 300]
)
def test_the_measure_is_the_one_that_a_textblob_shows(text: str) -> None:
    measured = measure(text, "en")
    assert measured is not None
    assert measured.polarity == TextBlob(text).sentiment.polarity
