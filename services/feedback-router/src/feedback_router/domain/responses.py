"""Responses, as far as routing cares: the comments, and the facts beside them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from feedback_router.domain.context import Context, Score

# The highest value of each definition of a scale. A score by another definition is kept, but no rule can weigh it.
_OUT_OF = {"nps-0-10": 10, "ces-2.0-1-7": 7, "csat-1-5": 5}


@dataclass(frozen=True)
class GivenScore:
    """A score as the survey tells it; `definition` names the scale and its version."""

    question: str
    type: str
    definition: str
    value: int


@dataclass(frozen=True)
class Comment:
    """What a customer wrote in answer to one question."""

    question: str
    text: str


@dataclass(frozen=True)
class Response:
    """One customer's answers, with journey, stage, channel, owner and segment as they were when they were asked."""

    response_id: UUID
    survey: str
    version: int
    customer_key: str | None
    language: str | None
    submitted_at: datetime
    journey: str | None
    stage: str | None
    channel: str | None
    owner: str | None
    segment: str | None
    scores: tuple[GivenScore, ...]
    comments: tuple[Comment, ...]

    @property
    def context(self) -> Context:
        """What rules may ask about."""
        return Context(
            survey=self.survey,
            journey=self.journey,
            stage=self.stage,
            channel=self.channel,
            owner=self.owner,
            scores=tuple(
                Score(score.type, score.value, _OUT_OF[score.definition])
                for score in self.scores
                if score.definition in _OUT_OF
            ),
        )
