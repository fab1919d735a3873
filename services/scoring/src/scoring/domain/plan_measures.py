"""The measures that incentive plans may refer to, and what must be known of each to pay on it fairly."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from scoring.domain import scales, shares
from scoring.domain.estimates import SMALLEST_COMMENTS_SHOWN, SMALLEST_SHOWN, Hidden, Measured
from scoring.domain.problems import Problem
from scoring.domain.scales import Direction, Statistic, UnknownDefinitionError
from scoring.domain.scores import headline
from scoring.domain.slices import Slice
from scoring.domain.tallies import Tally
from scoring.domain.units import Unit

MILESTONES = ("success", "revenue", "first_value", "setup")
_BETTER_HIGH, _BETTER_LOW = Direction.HIGHER_IS_BETTER, Direction.LOWER_IS_BETTER


class Source(StrEnum):
    """Where a measure's facts are."""

    ANSWERS = "answers"
    FEEDBACK = "feedback"
    JOURNEY = "journey"


class Dimension(StrEnum):
    """What a measure looks at. Paid for one alone, people push it at the cost of the others."""

    PERCEPTION = "perception"
    OUTCOME = "outcome"
    SPEED = "speed"
    CARE = "care"


@dataclass(frozen=True, slots=True)
class PlanMeasure:
    """What a kind of measure is. `asks` names what a reference must state besides its slice."""

    kind: str
    title: str
    source: Source
    dimension: Dimension
    unit: Unit
    direction: Direction
    definition: str
    counted: str
    range: tuple[int, int]
    asks: tuple[str, ...] = ()
    is_experience: bool = True
    smallest_shown: int = SMALLEST_SHOWN

    @property
    def is_survey(self) -> bool:
        """Whether it is what customers say, not what they do."""
        return self.dimension is Dimension.PERCEPTION


def _asked(kind: str) -> PlanMeasure:
    scale = scales.SCALES[kind]
    unit = scale.headline.unit
    return PlanMeasure(
        kind,
        scale.title,
        Source.ANSWERS,
        Dimension.PERCEPTION,
        unit,
        scale.direction_of(scale.headline),
        scale.version,
        scale.counted,
        (-100, 100) if unit is Unit.POINTS else (0, 1),
    )


def _share(
    kind: str,
    title: str,
    counted: str,
    dimension: Dimension = Dimension.OUTCOME,
    better: Direction = _BETTER_HIGH,
) -> PlanMeasure:
    return PlanMeasure(
        kind, title, Source.JOURNEY, dimension, Unit.SHARE, better, f"{kind}-1", counted, (0, 1), ("journey",)
    )


_RATING = PlanMeasure(
    "rating",
    "Rating",
    Source.ANSWERS,
    Dimension.PERCEPTION,
    Unit.MEAN,
    _BETTER_HIGH,
    "",  # that of the reference
    "answers",
    (0, 11),
    ("question", "definition"),
)

MEASURES = {
    measure.kind: measure
    for measure in (
        *(_asked(kind) for kind in ("nps", "ces", "csat")),
        _RATING,
        PlanMeasure(
            "choice",
            "Share that chose",
            Source.ANSWERS,
            Dimension.PERCEPTION,
            Unit.SHARE,
            _BETTER_HIGH,
            scales.CHOSEN.version,
            "answers",
            (0, 1),
            ("question", "option"),
        ),
        PlanMeasure(
            "resolved_share",
            "Resolved share",
            Source.FEEDBACK,
            Dimension.CARE,
            Unit.SHARE,
            _BETTER_HIGH,
            scales.RESOLVED.version,
            "comments",
            (0, 1),
            smallest_shown=SMALLEST_COMMENTS_SHOWN,
        ),
        _share("fcr", "First-contact resolution", "contacts"),
        _share("journey_success", "Journey success", "cases"),
        _share("setup_success", "Installations that succeeded", "installations"),
        _share("setup_at_once", "Installations that succeeded at the first attempt", "installations"),
        _share("complaints_given_up", "Complaints given up", "complaints", better=_BETTER_LOW),
        replace(
            _share("within", "Share there in time", "cases", Dimension.SPEED),
            asks=("journey", "milestone", "days"),
        ),
        PlanMeasure(
            "time_to",
            "Median days",
            Source.JOURNEY,
            Dimension.SPEED,
            Unit.DAYS,
            _BETTER_LOW,
            "time_to-1",
            "cases",
            (0, 3650),
            ("journey", "milestone"),
        ),
    )
}
# Of these a plan can't say how they feel to the customer: they are worth something to the company.
_VALUE = ("revenue",)


@dataclass(frozen=True, slots=True)
class MeasureReference:
    """A measure by its name, over a slice: what is measured, never a number typed in.

    Answers to transactional and to relationship surveys are never pooled, so one kind of survey is meant.
    Feedback and journeys are counted whichever kind anybody was asked in.
    """

    kind: str
    slice: Slice
    survey_kind: str = "transactional"
    question: str | None = None
    definition: str | None = None
    option: str | None = None
    milestone: str | None = None
    days: int | None = None

    @property
    def measure(self) -> PlanMeasure:
        """What it is; KeyError for a kind that does not exist, UnknownDefinitionError for a scale that does not."""
        measure = MEASURES[self.kind]
        if measure is _RATING:
            scale = scales.of(self.definition or "")
            direction = scale.direction_of(Statistic.MEAN)
            ends = (scale.minimum, scale.maximum)
            return replace(measure, definition=scale.version, direction=direction, range=ends)
        if self.milestone in _VALUE:
            return replace(measure, is_experience=False)
        return measure

    def estimate(self, tally: Tally) -> Measured:
        """The number that is paid on, from its tally; a median wait has none."""
        if self.measure.source is Source.JOURNEY:
            return shares.share(tally.top, tally.n) if tally.n else Hidden()
        return headline(scales.of(self.measure.definition), tally)

    def within(self, unit: Slice) -> "MeasureReference":
        """The same, of one unit alone."""
        filters = {name: value for name in unit.__slots__ if (value := getattr(unit, name)) is not None}
        return replace(self, slice=replace(self.slice, **filters))

    def __str__(self) -> str:
        """For people: "NPS of journey join", or "NPS of relationship surveys, journey join"."""
        surveys = "relationship surveys, " if self.survey_kind == "relationship" else ""
        detail = " ".join(
            str(value)
            for value in (
                self.question,
                self.option,
                self.milestone,
                f"within {self.days} days" if self.days else None,
            )
            if value is not None
        )
        about = f" ({detail})" if detail else ""
        measure = self.measure
        return f"{measure.title}{about} of {surveys}{str(self.slice) or f'all {measure.counted}'}"

    def problems(self) -> Iterator[Problem]:
        """What is missing or out of place; the names of fields are the paths."""
        if self.kind not in MEASURES:
            known = ", ".join(MEASURES)
            yield Problem("kind", f"There is no measure {self.kind!r}; there are {known}.")
            return
        measure = MEASURES[self.kind]
        for name in ("question", "definition", "option", "milestone", "days"):
            if name in measure.asks and getattr(self, name) is None:
                yield Problem(name, f"{measure.title} needs a {name}.")
            elif name not in measure.asks and getattr(self, name) is not None:
                yield Problem(name, f"{measure.title} has no {name}; leave this out.")
        if self.definition is not None and measure is _RATING:
            yield from _problems_of_definition(self.definition)
        if measure.source is Source.JOURNEY:
            if self.slice.journey is None:
                yield Problem("slice.journey", "Say of which journey.")
            yield from self._untold(("survey", "stage", "owner", "language", "attributes"))
        if measure.source is Source.FEEDBACK:
            yield from self._untold(("segment", "language", "attributes"))
        if measure.source is not Source.ANSWERS and self.survey_kind != "transactional":
            what = "Feedback is" if measure.source is Source.FEEDBACK else "Journeys are"
            yield Problem(
                "survey_kind", f"{what} counted whichever kind of survey it came from; leave this out."
            )

    def _untold(self, names: tuple[str, ...]) -> Iterator[Problem]:
        for name in names:
            if getattr(self.slice, name) is not None:
                counted = MEASURES[self.kind].counted.capitalize()
                yield Problem(f"slice.{name}", f"{counted} can't be told apart by {name}.")


def _problems_of_definition(definition: str) -> Iterator[Problem]:
    try:
        known = scales.of(definition).name == "rating"
    except UnknownDefinitionError:
        known = False
    if not known:
        yield Problem("definition", f"{definition!r} is no scale of a rating, such as rating-1-10-higher.")
