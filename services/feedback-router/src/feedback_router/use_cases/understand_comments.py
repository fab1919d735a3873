"""Understand comments: in which language each is, and how the customer felt. Needs no database, and takes its time."""

from dataclasses import dataclass

from feedback_router.domain.responses import Comment, Response
from feedback_router.text.language import detect
from feedback_router.text.sentiment import Sentiment, measure_all
from shared.events import Event


@dataclass(frozen=True)
class Understood:
    """A comment, the response that it is from, the event that told of it, and what we make of it."""

    event: Event
    response: Response
    comment: Comment
    language: str
    sentiment: Sentiment | None


def understand_comments(told: list[tuple[Event, Response]]) -> list[Understood]:
    """All comments of these responses, in their order."""
    heard = [(event, response, comment) for event, response in told for comment in response.comments]
    languages = [detect(comment.text, response.language) for _, response, comment in heard]
    sentiments = measure_all(
        (comment.text, language) for (*_, comment), language in zip(heard, languages, strict=True)
    )
    return [
        Understood(*what, language, sentiment)
        for what, language, sentiment in zip(heard, languages, sentiments, strict=True)
    ]
