"""Understand comments: all that is found out about each. Needs no database, and takes its time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback_router.domain.responses import Comment, Response
from feedback_router.domain.understanding import CommentText, Understanding
from feedback_router.text import personal_data
from feedback_router.text.pipeline import Pipeline
from shared.events import Event


@dataclass(frozen=True)
class Understood:
    """A comment, the response that it is from, the event that told of it, and what we make of it.

    `vector` is what the encoder makes of it, None without the encoder.
    """

    event: Event
    response: Response
    comment: Comment
    understanding: Understanding
    vector: NDArray[np.float32] | None

    @property
    def words(self) -> str:
        """The comment without what is personal, as the models read it."""
        return personal_data.without(self.comment.text, self.understanding.personal_data)


def understand_comments(told: list[tuple[Event, Response]], pipeline: Pipeline) -> list[Understood]:
    """All comments of these responses, in their order."""
    heard = [(event, response, comment) for event, response in told for comment in response.comments]
    analysis = pipeline.analyse(
        [CommentText(comment.text, response.language) for _, response, comment in heard]
    )
    return [
        Understood(*what, understanding, None if analysis.vectors is None else analysis.vectors[row])
        for row, (what, understanding) in enumerate(zip(heard, analysis.understandings, strict=True))
    ]
