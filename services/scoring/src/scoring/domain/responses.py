"""Responses: what one customer answered, and what it adds to the rollups."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from scoring.domain.scales import Scale
from scoring.domain.tallies import Tally

KINDS = ("transactional", "relationship")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question that can be scored; its value lies on the scale."""

    question: str
    scale: Scale
    value: int


@dataclass(frozen=True, slots=True)
class Choice:
    """The option that was chosen."""

    question: str
    value: str


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, with journey to segment as they were when the customer was asked."""

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

    @property
    def day(self) -> date:
        """The day that its answers count for, in UTC."""
        return self.submitted_at.astimezone(UTC).date()


@dataclass(frozen=True, slots=True, order=True)
class RollupKey:
    """Which answers are counted together. What a response does not state is "" here."""

    type: str
    day: date
    survey: str
    version: int
    kind: str
    question: str
    definition: str
    journey: str
    stage: str
    channel: str
    owner: str


def tally_up(responses: Iterable[Response]) -> dict[RollupKey, Tally]:
    """What these responses add to each rollup."""
    values: defaultdict[tuple[RollupKey, Scale], list[int]] = defaultdict(list)
    for response in responses:
        for answer in response.answers:
            values[_key(response, answer), answer.scale].append(answer.value)
    return {key: Tally.of(found, scale) for (key, scale), found in values.items()}


def _key(response: Response, answer: Answer) -> RollupKey:
    return RollupKey(
        answer.scale.name,
        response.day,
        response.survey,
        response.version,
        response.kind,
        answer.question,
        answer.scale.version,
        response.journey or "",
        response.stage or "",
        response.channel or "",
        response.owner or "",
    )
