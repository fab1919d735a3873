"""Somebody in two plans at once is paid for one thing by one of them."""

from dataclasses import replace

import pytest

from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plan_overlaps import Neighbour, in_both, paid_by_both
from scoring.domain.plans import Person, Plan
from scoring.domain.slices import Slice
from unit.scoring.examples import SOUND_PLAN, line

JOINING = Slice(journey="join")
SHARES = ("0.60", "0.70", "0.80")


def paying(reference: MeasureReference, name: str = "Alice") -> Plan:
    """A plan for one person and one thing, over the days of the sound one."""
    people, lines = (Person(name, 100_000),), (line(reference, 100, SHARES),)
    return replace(SOUND_PLAN, key="other", title="Other", people=people, lines=lines)


def found(plan: Plan, other: Plan, *, went_live: bool = True) -> tuple[list[str], list[str]]:
    """Paths of harms and of warnings."""
    neighbours = [Neighbour(other, went_live)]
    harms, warnings = list(paid_by_both(plan, neighbours)), list(in_both(plan, neighbours))
    assert all("Other (other, " in problem.message for problem in (*harms, *warnings))
    return [problem.path for problem in harms], [problem.path for problem in warnings]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (MeasureReference("csat", Slice()), MeasureReference("csat", Slice(channel="phone"))),
        (MeasureReference("csat", Slice(channel="phone")), MeasureReference("csat", Slice(survey="calls"))),
        (
            MeasureReference("time_to", JOINING, milestone="success"),
            MeasureReference("within", JOINING, milestone="success", days=20),
        ),
    ],
)
def test_who_is_paid_for_one_thing_by_a_live_plan_is_not_paid_for_it_by_another(
    mine: MeasureReference, theirs: MeasureReference
) -> None:
    assert found(paying(mine), paying(theirs)) == (["people.0.name"], [])
    assert found(paying(theirs), paying(mine)) == (["people.0.name"], [])
    assert found(paying(mine), paying(theirs), went_live=False) == ([], ["people.0.name"])


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (
            MeasureReference("csat", Slice(channel="phone")),
            MeasureReference("csat", Slice(channel="web")),
        ),
        (
            MeasureReference("csat", Slice(attributes=(("product", "fibre"),))),
            MeasureReference("csat", Slice(attributes=(("product", "mobile"),))),
        ),
        (MeasureReference("csat", Slice()), MeasureReference("ces", Slice())),
        (MeasureReference("nps", Slice()), MeasureReference("nps", Slice(), "relationship")),
        (
            MeasureReference("time_to", JOINING, milestone="success"),
            MeasureReference("time_to", JOINING, milestone="setup"),
        ),
    ],
)
def test_two_plans_for_different_things_are_pointed_out(
    mine: MeasureReference, theirs: MeasureReference
) -> None:
    assert found(paying(mine), paying(theirs)) == ([], ["people.0.name"])


def test_a_name_is_the_same_however_it_is_written() -> None:
    csat = MeasureReference("csat", Slice())
    assert found(paying(csat, "Lucía Prats"), paying(csat, "LUCI\u0301A PRATS ")) == (["people.0.name"], [])
    assert found(paying(csat, "Lucía Prats"), paying(csat, "Lucio Prats")) == ([], [])


def test_what_is_measured_in_ones_unit_is_what_counts() -> None:
    csat = replace(line(MeasureReference("csat", Slice()), 100, SHARES), shared=False)
    phone, web = (
        replace(
            paying(csat.measure), lines=(csat,), people=(Person("Alice", 100_000, Slice(channel=channel)),)
        )
        for channel in ("phone", "web")
    )
    assert found(phone, web) == ([], ["people.0.name"])
    assert found(phone, phone) == (["people.0.name"], [])


def test_who_is_in_no_other_plan_is_not_spoken_of() -> None:
    csat = MeasureReference("csat", Slice())
    assert found(paying(csat), paying(csat, "Bruno")) == ([], [])
