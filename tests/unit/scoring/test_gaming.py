"""Looking for gaming: what each check says of a unit, and what all of them together call a finding."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import comb
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from statsmodels.stats.contingency_tables import StratifiedTable

from scoring.domain.gaming import invitation_rates
from scoring.domain.gaming.audits import Audit
from scoring.domain.gaming.invitation_rates import Eligible
from scoring.domain.gaming.moved_definitions import moved_definitions
from scoring.domain.gaming.period_ends import period_end
from scoring.domain.gaming.results import LEVEL, Change, Check, Outcome, Result, judged
from scoring.domain.gaming.same_devices import Marked, same_device
from scoring.domain.gaming.strata import Table, odds_ratio, upper_tail
from scoring.domain.gaming.units import Count, Place, against_the_rest, units_of
from scoring.domain.plans import Period
from scoring.domain.slices import Slice
from scoring.schemas.gaming import as_audit
from unit.scoring.examples import ALICES_PLAN, SOUND_PLAN

SALES, SUPPORT = Slice(owner="sales"), Slice(owner="support")
QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))
# Agresti (1990), p. 219: rabbits that were cured by penicillin at once or an hour and a half later, by dose.
RABBITS = [Table(0, 6, 0, 5), Table(3, 6, 0, 6), Table(6, 6, 2, 6), Table(5, 6, 6, 6), Table(2, 2, 5, 5)]

TABLES = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 12)).map(
    lambda four: Table(four[0], four[0] + four[1], four[2], four[2] + four[3])
)


def at(owner: str, survey: str = "calls") -> Place:
    return Place(survey, "join", "", "phone", owner, "")


def counted(owner: str, hits: int, n: int, survey: str = "calls") -> Count:
    return Count((survey,), at(owner, survey), hits, n)


def test_the_lady_who_tastes_tea_is_right_by_chance_17_times_in_70() -> None:
    assert upper_tail([Table(3, 4, 1, 4)]) == pytest.approx(17 / 70)


def test_strata_agree_with_the_exact_test_and_the_odds_ratio_that_were_published() -> None:
    mixed = [table for table in RABBITS if table.n and table.other_n]
    assert odds_ratio(mixed) == pytest.approx(7)
    # 16 were cured at once, as often or more often than one time in fifty; both sides together give 0.03994.
    assert upper_tail(mixed) == pytest.approx(0.03994 / 2, abs=0.0001)


@given(TABLES)
def test_one_stratum_is_fishers_exact_test(table: Table) -> None:
    four = [[table.hits, table.n - table.hits], [table.other_hits, table.other_n - table.other_hits]]
    if table.all_n:
        assert upper_tail([table]) == pytest.approx(
            fisher_exact(four, alternative="greater").pvalue, abs=1e-9
        )


@given(st.lists(TABLES, min_size=2, max_size=4))
def test_the_odds_ratio_is_that_of_mantel_and_haenszel(tables: list[Table]) -> None:
    tables = [table for table in tables if table.n and table.other_n]
    below = sum((table.n - table.hits) * table.other_hits for table in tables)
    if not below:
        assert odds_ratio(tables) is None
        return
    four = [
        np.array([[t.hits, t.n - t.hits], [t.other_hits, t.other_n - t.other_hits]], float) for t in tables
    ]
    assert odds_ratio(tables) == pytest.approx(StratifiedTable(four).oddsratio_pooled)


@given(st.lists(TABLES, min_size=1, max_size=3))
def test_one_hit_more_in_the_unit_never_makes_it_less_suspicious(tables: list[Table]) -> None:
    first = tables[0]
    if first.hits < first.n and first.other_hits:
        moved = Table(first.hits + 1, first.n, first.other_hits - 1, first.other_n)
        assert upper_tail([moved, *tables[1:]]) <= upper_tail(tables) + 1e-9


def test_many_answers_are_tested_as_finely_by_the_normal_distribution() -> None:
    few = [Table(60, 400, 500, 4600)]
    assert upper_tail([Table(600, 4000, 5000, 46000)]) < upper_tail(few)
    many = [Table(1650, 5000, 4800, 15000)]
    exact = fisher_exact([[1650, 3350], [4800, 10200]], alternative="greater").pvalue
    assert upper_tail(many) == pytest.approx(exact, rel=0.02)


def test_a_unit_with_more_of_a_survey_that_few_are_asked_for_is_not_told_from_the_others() -> None:
    counts = [
        counted("sales", 90, 100, "rare"),
        counted("support", 9, 10, "rare"),
        counted("sales", 1, 10),
        counted("support", 20, 200),
    ]
    pooled = [Count((), count.place, count.hits, count.n) for count in counts]
    (like_with_like,) = judged(against_the_rest(Check.NOT_INVITED, counts, [SALES]))
    (all_together,) = judged(against_the_rest(Check.NOT_INVITED, pooled, [SALES]))
    assert (like_with_like.outcome, all_together.outcome) == (Outcome.NOTHING, Outcome.FOUND)


def test_below_thirty_nothing_is_tested_and_the_number_that_it_takes_is_told() -> None:
    (result,) = against_the_rest(Check.QUICK, [counted("sales", 20, 29), counted("support", 0, 900)], [SALES])
    assert (result.outcome, result.n, result.needs, result.p) == (Outcome.TOO_LITTLE, 29, 30, None)
    (alone,) = against_the_rest(Check.QUICK, [counted("sales", 20, 900)], [SALES])
    assert (alone.outcome, alone.n) == (Outcome.TOO_LITTLE, 0)


def test_a_survey_of_the_units_own_does_not_make_two_answers_of_another_enough() -> None:
    counts = [counted("sales", 0, 500, "own"), counted("sales", 2, 2), counted("support", 0, 900)]
    (result,) = against_the_rest(Check.QUICK, counts, [SALES])
    assert (result.outcome, result.n, result.hits) == (Outcome.TOO_LITTLE, 2, None)


def test_only_answers_that_were_compared_are_pointed_at() -> None:
    own, shared = (
        replace(counted("sales", 1, 40, name), evidence=(UUID(int=n),)) for n, name in enumerate("ab")
    )
    (result,) = against_the_rest(Check.QUICK, [own, shared, counted("support", 0, 900, "b")], [SALES])
    assert (result.n, result.hits, result.evidence) == (40, 1, (UUID(int=1),))


@pytest.mark.parametrize(("n", "told", "said"), [(0, 0, "are 0"), (4, None, "fewer than 5"), (5, 5, "are 5")])
def test_of_one_to_four_not_even_the_number_is_told(n: int, told: int | None, said: str) -> None:
    results = against_the_rest(Check.QUICK, [counted("sales", 0, n), counted("support", 0, 900)], [SALES])
    audit = Audit(UUID(int=1), "q3", 1, "Eva", datetime(2026, 4, 1, tzinfo=UTC), tuple(results))
    (shown,) = as_audit(audit)["results"]
    assert shown["n"] == told
    assert said in shown["words"]["en"]


def test_a_difference_that_is_certain_but_small_is_no_finding() -> None:
    counts = [counted("sales", 5200, 10_000), counted("support", 50_000, 100_000)]
    (result,) = judged(against_the_rest(Check.NOT_INVITED, counts, [SALES]))
    assert result.p_corrected is not None
    assert (result.p_corrected < LEVEL, result.outcome) == (True, Outcome.NOTHING)


def test_p_is_corrected_for_everything_that_was_tested() -> None:
    alone = Result(Check.QUICK, SALES, 100, p=0.004)
    assert judged([alone])[0].outcome is Outcome.FOUND
    together = judged([alone, *(Result(Check.QUICK, SUPPORT, 100, p=0.5) for _ in range(9))])
    assert [result.outcome for result in together] == [Outcome.NOTHING] * 10
    assert together[0].p_corrected == pytest.approx(0.04)


def test_whom_the_lot_left_out_is_nobodys_doing() -> None:
    eligible = [
        Eligible(at("sales"), "", 40, 3),
        Eligible(at("sales"), "sampled_out", 60, 0),
        Eligible(at("sales"), "no_address", 5, 0),
        Eligible(at("sales"), "too_soon", 15, 1),
    ]
    for count, hits in ((invitation_rates.not_invited, 20), (invitation_rates.withheld, 5)):
        counts = count(eligible)
        assert (sum(one.hits for one in counts), sum(one.n for one in counts)) == (hits, 60)
    changed = invitation_rates.address_changed(eligible)
    assert (sum(one.hits for one in changed), sum(one.n for one in changed)) == (4, 120)


def test_the_units_are_those_that_are_paid_for_or_else_the_owners() -> None:
    places = [at("support"), at("sales"), at("")]
    assert units_of(SOUND_PLAN, places) == ([Slice(channel="phone"), Slice(channel="web")], [])
    assert units_of(ALICES_PLAN, places) == ([SALES, SUPPORT], [])


def steady(n: int, last_days: int, spike: int) -> Counter[date]:
    """So many answers on each working day of a quarter, and so many more on each of its last days."""
    days = [QUARTER.first_day + timedelta(number) for number in range(90)]
    counted = Counter({day: n for day in days if day.weekday() < 5})
    for day in days[-last_days:]:
        counted[day] += spike
    return counted


def test_weeks_that_are_all_alike_have_no_spike_whatever_their_weekends() -> None:
    result = period_end(SALES, steady(20, 7, 0), QUARTER)
    assert result.effect == pytest.approx(1, abs=0.03)
    assert result.p is not None
    assert result.p > 0.4


def test_a_spike_in_the_last_days_is_found() -> None:
    (result,) = judged([period_end(SALES, steady(20, 7, 20), QUARTER)])
    assert result.outcome is Outcome.FOUND
    assert result.hits == 240


def test_answers_that_come_in_clumps_count_for_fewer() -> None:
    mailed = QUARTER.last_day.isocalendar().week % 2
    clumped = Counter(
        {day: 2 * n for day, n in steady(8, 7, 0).items() if day.isocalendar().week % 2 == mailed}
    )
    even = period_end(SALES, steady(8, 7, 6), QUARTER)
    uneven = period_end(SALES, clumped, QUARTER)
    assert even.p is not None
    assert uneven.p is not None
    assert even.p < 1e-4 < 0.01 < uneven.p


def test_too_few_answers_or_days_tell_nothing_of_an_end() -> None:
    few = period_end(SALES, Counter({date(2026, 3, 31): 9}), QUARTER)
    assert (few.outcome, few.n) == (Outcome.TOO_LITTLE, 9)
    short = period_end(SALES, steady(20, 7, 0), Period(date(2026, 1, 1), date(2026, 1, 27)))
    assert (short.outcome, short.n, short.needs) == (Outcome.TOO_LITTLE, 27, 28)


DAY = date(2026, 3, 2)
TOTALS = {(DAY, at("sales")): 50, (DAY, at("support")): 450}


def answers(n: int, begin: int = 0) -> tuple[UUID, ...]:
    return tuple(UUID(int=begin + number + 1) for number in range(n))


def test_answers_from_one_device_are_a_finding_of_the_unit_that_has_them_all() -> None:
    shared = [Marked(DAY, "mark", at("sales"), answers(8))]
    (found, other) = judged([same_device(unit, shared, TOTALS) for unit in (SALES, SUPPORT)])
    assert (found.outcome, found.evidence) == (Outcome.FOUND, answers(8))
    assert other.outcome is Outcome.NOTHING
    assert found.p == pytest.approx(comb(50, 8) / comb(500, 8))


def test_a_network_that_everybody_uses_is_no_finding_of_anybody() -> None:
    shared = [
        Marked(DAY, "mark", at("sales"), answers(6)),
        Marked(DAY, "mark", at("support"), answers(54, begin=6)),
    ]
    results = judged([same_device(unit, shared, TOTALS) for unit in (SALES, SUPPORT)])
    assert [result.outcome for result in results] == [Outcome.NOTHING] * 2


def test_without_marked_answers_nothing_is_said_of_devices() -> None:
    assert same_device(SALES, [], {(DAY, at("sales")): 29}).outcome is Outcome.TOO_LITTLE
    assert same_device(SALES, [], TOTALS).p == 1


def changed(kind: str, key: str, version: int, day: date) -> Change:
    return Change(kind, key, version, datetime.combine(day, datetime.min.time(), UTC))


def test_what_a_plan_depends_on_and_was_changed_inside_its_period_is_told() -> None:
    inside, before = date(2026, 2, 1), date(2025, 12, 31)
    changes = [
        changed("measure", "nps", 2, inside),
        changed("measure", "time_to", 2, inside),
        changed("journey", "join", 3, inside),
        changed("journey", "leave", 3, inside),
        changed("survey", "calls", 1, inside),
        changed("trigger", "after-call", 2, inside),
        changed("contact_policy", "contact-policy", 2, before),
        changed("plan", SOUND_PLAN.key, 1, inside),
    ]
    found = [result.changed for result in moved_definitions(SOUND_PLAN, changes)]
    assert found == [changes[0], changes[2], changes[5], changes[7]]


def test_what_pay_still_follows_from_when_the_period_is_over_is_told_then_too() -> None:
    after = date(2026, 4, 2)
    changes = [
        changed("plan", SOUND_PLAN.key, 1, after),
        changed("journey", "join", 3, after),
        changed("trigger", "after-call", 2, after),
        changed("measure", "nps", 2, after),
    ]
    found = [result.changed for result in moved_definitions(SOUND_PLAN, changes)]
    assert found == changes[:2]


def test_where_nothing_moved_that_is_told_too() -> None:
    (result,) = moved_definitions(SOUND_PLAN, [])
    assert (result.outcome, result.changed) == (Outcome.NOTHING, None)
