"""Responses, as far as routing cares: the comments, and the facts beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from feedback_router.domain.context import Context, Score
from feedback_router.domain.decisions import AboutTouchpoint
from feedback_router.domain.touchpoints import RESOLVED

# The highest value of each definition of a scale. A score by another definition is kept, but no rule can weigh it.
OUT_OF = {"nps-0-10": 10, "ces-2.0-1-7": 7, "csat-1-5": 5}


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
class Choice:
    """What a customer chose in answer to one question."""

    question: str
    value: str


# The survey that asks after a resolution, and the answer that says it was none.
_FIXED, _DENIED = "fixed", "no"


def denied_item(touchpoint_type: str, touchpoint_id: str, choices: Iterable[Choice]) -> UUID | None:
    """The item that was resolved and, as its customer says in answer to that, is not fixed."""
    if touchpoint_type != RESOLVED or Choice(_FIXED, _DENIED) not in choices:
        return None
    try:
        return UUID(touchpoint_id)
    except ValueError:
        return None


@dataclass(frozen=True)
class Response:
    """One customer's answers, with journey, stage, channel, owner and segment as they were when they were asked.

    `denies` is the item that they say is not fixed, `about` the touchpoint after which they were asked, `touchpoint`
    its type and `product` what it was about.
    """

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
    revision: int = 1
    denies: UUID | None = None
    about: AboutTouchpoint | None = None
    touchpoint: str | None = None
    product: str | None = None

    @property
    def context(self) -> Context:
        """What rules may ask about, as far as the answer itself says it."""
        return Context(
            survey=self.survey,
            journey=self.journey,
            stage=self.stage,
            channel=self.channel,
            owner=self.owner,
            segment=self.segment,
            touchpoint=self.touchpoint,
            product=self.product,
            scores=tuple(
                Score(score.type, score.value, OUT_OF[score.definition])
                for score in self.scores
                if score.definition in OUT_OF
            ),
        )
