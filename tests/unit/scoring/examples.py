"""Alice's incentive plan, and what hypothesis may draw."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from scoring.domain.payouts import PayoutCurve
from scoring.domain.plans import MeasureReference, Period, Plan, PlanLine
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

NPS_LINE = PlanLine(NPS_OF_JOIN, Decimal(50), curve("30", "40", "60"))
CSAT_LINE = PlanLine(CSAT_BY_PHONE, Decimal(30), curve("0.60", "0.70", "0.80"))
RESOLVED_LINE = PlanLine(RESOLVED_OVERALL, Decimal(20), curve("0.70", "0.80", "0.90"))

ALICES_PLAN = Plan(
    key="alice-2026-q1",
    title="Customer experience, first quarter",
    person="Alice",
    target_bonus=1_000_00,
    period=Period(date(2026, 1, 1), date(2026, 3, 31)),
    minimum_n=30,
    lines=(NPS_LINE, CSAT_LINE, RESOLVED_LINE),
)


def nps_tally(detractors: int, passives: int, promoters: int) -> Tally:
    return Tally.of([0] * detractors + [7] * passives + [10] * promoters, NPS)


def share_tally(successes: int, n: int) -> Tally:
    return Tally.of([1] * successes + [0] * (n - successes), RESOLVED)


def answers(scale: Scale, min_size: int = 0, max_size: int = 60) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(scale.minimum, scale.maximum), min_size=min_size, max_size=max_size)


def tallies(scale: Scale) -> st.SearchStrategy[Tally]:
    return answers(scale).map(lambda values: Tally.of(values, scale))
