"""Answers that a plan does not count, each with its reason and two people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from scoring.domain import scales
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Period, plain
from scoring.domain.responses import Response
from scoring.domain.tallies import ZERO, Tally


@dataclass(frozen=True, slots=True)
class Exclusion:
    """`confirmed` is None until a second person has decided."""

    id: UUID
    response_id: UUID
    reason: str
    proposed_by: str
    proposed_at: datetime
    confirmed: bool | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None

    def is_of(self, by: str) -> bool:
        """Whether this person asked for it, however the name is written: the decision is a second one's."""
        return plain(self.proposed_by) == plain(by)


def tally_of(reference: MeasureReference, period: Period, responses: Iterable[Response]) -> tuple[Tally, int]:
    """What these responses add to a measure's tally, and how many of them add anything."""
    tallies = [
        _tally(reference, response) for response in responses if _is_meant(reference, period, response)
    ]
    counted = [tally for tally in tallies if tally.n]
    return sum(counted, ZERO), len(counted)


def _is_meant(reference: MeasureReference, period: Period, response: Response) -> bool:
    chosen = reference.slice
    return (
        response.kind == reference.survey_kind
        and response.day in period
        and set(chosen.attributes or ()) <= set(response.attributes)
        and all(
            getattr(chosen, name) in (None, getattr(response, name))
            for name in chosen.__slots__
            if name != "attributes"
        )
    )


def _tally(reference: MeasureReference, response: Response) -> Tally:
    if reference.kind == "choice":
        made = [
            int(reference.option in choice.values)
            for choice in response.choices
            if choice.type == "choice" and choice.question == reference.question
        ]
        return Tally.of(made, scales.CHOSEN)
    scale = scales.of(reference.measure.definition)
    values = [
        answer.value
        for answer in response.answers
        if answer.scale == scale and reference.question in (None, answer.question)
    ]
    return Tally.of(values, scale)
