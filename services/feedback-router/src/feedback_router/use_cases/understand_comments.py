"""Understand comments: all that is found out about each. Needs no database, and takes its time."""

from dataclasses import dataclass

from feedback_router.domain.responses import Comment, Response
from feedback_router.domain.understanding import CommentText, Understanding
from feedback_router.text.pipeline import Pipeline
from feedback_router.text.reading import ReadText
from shared.events import Event


@dataclass(frozen=True)
class Understood:
    """A comment, the response that it is from, the event that told of it, what we make of it, and how it was read."""

    event: Event
    response: Response
    comment: Comment
    understanding: Understanding
    read: ReadText


def understand_comments(told: list[tuple[Event, Response]], pipeline: Pipeline) -> list[Understood]:
    """All comments of these responses, in their order."""
    heard = [(event, response, comment) for event, response in told for comment in response.comments]
    analysis = pipeline.analyse(
        [CommentText(comment.text, response.language) for _, response, comment in heard]
    )
    return [
        Understood(*what, understanding, read)
        for what, understanding, read in zip(heard, analysis.understandings, analysis.texts, strict=True)
    ]
