"""Alice's incentive plan, and what hypothesis may draw."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from scoring.domain.payouts import PayoutCurve
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Guardrail, Period, Person, Plan, PlanLine
from scoring.domain.scales import CES, CSAT, NPS, RESOLVED, Scale
from scoring.domain.slices import Slice
from scoring.domain.tallies import Tally

SCALES = st.sampled_from([NPS, CES, CSAT, RESOLVED])


def curve(
    threshold: str, target: str, maximum: str, percents: tuple[str, str, str] = ("40", "100", "160")
) -> PayoutCurve:
    return PayoutCurve(*(Decimal(number) for number in (threshold, target, maximum, *percents)))


NPS_OF_JOIN = MeasureReference("nps", Slice(journey="join"))
CSAT_BY_PHONE = MeasureReference("csat", Slice(journey="complain", channel="phone"))
RESOLVED_OVERALL = MeasureReference("resolved_share", Slice())

EASE_OF_JOIN = MeasureReference("ces", Slice(journey="join"))
SUCCESS_OF_JOIN = MeasureReference("journey_success", Slice(journey="join"))
DAYS_TO_JOIN = MeasureReference("time_to", Slice(journey="join"), milestone="success")


def line(
    measure: MeasureReference,
    weight: int,
    marks: tuple[str, str, str],
    percents: tuple[str, str, str] = ("40", "100", "160"),
) -> PlanLine:
    """A line of which enough answers are expected, and which is reviewed in good time."""
    return PlanLine(measure, Decimal(weight), curve(*marks, percents=percents), 2000, date(2027, 1, 1), "Eva")


NPS_LINE = line(NPS_OF_JOIN, 50, ("30", "40", "60"))
CSAT_LINE = line(CSAT_BY_PHONE, 30, ("0.60", "0.70", "0.80"))
RESOLVED_LINE = line(RESOLVED_OVERALL, 20, ("0.70", "0.80", "0.90"))

ALICES_PLAN = Plan(
    key="alice-2026-q1",
    title="Customer experience, first quarter",
    people=(Person("Alice", 1_000_00),),
    period=Period(date(2026, 1, 1), date(2026, 3, 31)),
    minimum_n=30,
    lines=(NPS_LINE, CSAT_LINE, RESOLVED_LINE),
    cap=Decimal(160),
)

# Alice and Bruno with a plan that does no harm.
EASE_GUARDRAIL = Guardrail(EASE_OF_JOIN, Decimal("0.6"), Decimal(50))
SOUND_PLAN = Plan(
    key="sound-2026-q1",
    title="Customer experience, first quarter",
    people=(Person("Alice", 1_000_00, Slice(channel="phone")), Person("Bruno", 500_00, Slice(channel="web"))),
    period=Period(date(2026, 1, 1), date(2026, 3, 31)),
    minimum_n=30,
    lines=(
        line(NPS_OF_JOIN, 40, ("30", "40", "60")),
        line(SUCCESS_OF_JOIN, 40, ("0.60", "0.70", "0.80")),
        line(RESOLVED_OVERALL, 20, ("0.70", "0.80", "0.90")),
    ),
    guardrails=(EASE_GUARDRAIL,),
)


def nps_tally(detractors: int, passives: int, promoters: int) -> Tally:
    return Tally.of([0] * detractors + [7] * passives + [10] * promoters, NPS)


def share_tally(successes: int, n: int) -> Tally:
    return Tally.of([1] * successes + [0] * (n - successes), RESOLVED)


def answers(scale: Scale, min_size: int = 0, max_size: int = 60) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(scale.minimum, scale.maximum), min_size=min_size, max_size=max_size)


def tallies(scale: Scale) -> st.SearchStrategy[Tally]:
    return answers(scale).map(lambda values: Tally.of(values, scale))
