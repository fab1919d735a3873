"""Responses: what one customer answered."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import UUID

from scoring.domain.attributes import Attributes, TouchpointReference
from scoring.domain.scales import Scale

KINDS = ("transactional", "relationship")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question that can be scored; its value lies on the scale."""

    question: str
    scale: Scale
    value: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: one option of a choice, one or more of a selection."""

    question: str
    values: tuple[str, ...]
    type: str = "choice"


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, with journey to segment as they were when the customer was asked.

    `revision` counts its states from 1; the highest is the one that counts. An answer that is not `complete` counts
    for the questions that it answers. `mark` stands for a device and network on one day; answers on other days never
    have the same. `quick` is whether it was sent faster than anybody reads. Both are None where nobody may know.
    """

    id: UUID
    survey: str
    version: int
    kind: str
    customer_key: str | None
    language: str | None
    journey: str | None
    stage: str | None
    channel: str | None
    owner: str | None
    segment: str | None
    submitted_at: datetime
    answers: tuple[Answer, ...]
    choices: tuple[Choice, ...]
    revision: int = 1
    complete: bool = True
    touchpoint: TouchpointReference | None = None
    attributes: Attributes = field(default=())
    mark: str | None = None
    quick: bool | None = None

    @property
    def day(self) -> date:
        """The day that its answers count for, in UTC."""
        return self.submitted_at.astimezone(UTC).date()

    def without_person(self) -> "Response":
        """The same answers, given by anybody."""
        return replace(self, customer_key=None, touchpoint=None, mark=None)
