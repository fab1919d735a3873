"""Simulated companies: how often an honest one is shown a finding, and how often a planted cheat is found.

Seeds are fixed, so that the same companies are simulated each time.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import numpy as np
import pytest
from numpy.random import Generator

from scoring.domain.gaming import invitation_rates
from scoring.domain.gaming.invitation_rates import Eligible
from scoring.domain.gaming.period_ends import period_end
from scoring.domain.gaming.results import Check, Outcome, Result, judged
from scoring.domain.gaming.same_devices import SMALLEST_CLUSTER, Marked, same_device
from scoring.domain.gaming.units import Count, Place, against_the_rest
from scoring.domain.plans import Period
from scoring.domain.slices import Slice

OWNERS = ("sales", "support", "billing", "network", "shops", "installation")
UNITS = [Slice(owner=owner) for owner in OWNERS]
QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))
DAYS = [QUARTER.first_day + timedelta(number) for number in range(QUARTER.length.days)]
HONEST_COMPANIES, CHEATS = 50, 10
# Were an honest company shown a finding once in a hundred times, more than this would be seen in one try of seventy.
MOST_FALSE_ALARMS = 2


def place(owner: str, survey: str = "calls") -> Place:
    return Place(survey, "", "", "", owner, "")


def invitations(random: Generator, left_out: float = 0) -> list[Eligible]:
    """Each unit has customers of two surveys of its own mixture; addresses are missing as often in each unit.

    In sales staff leave out so large a share of the addresses besides.
    """
    eligible = []
    for owner in OWNERS:
        for survey, missing in (("calls", 0.02), ("visits", 0.06)):
            n = int(random.integers(50, 250))
            share = missing + (left_out if owner == "sales" else 0)
            without, too_soon = random.binomial(n, share), random.binomial(n // 2, 0.3)
            eligible += [
                Eligible(place(owner, survey), "", n - without - too_soon, 0),
                Eligible(place(owner, survey), "no_address", int(without), 0),
                Eligible(place(owner, survey), "too_soon", int(too_soon), 0),
            ]
    return eligible


def lines(random: Generator, invented: int = 0) -> list[Count]:
    """Some units have customers who are more content, and who go on straight the more often for it.

    In sales so many answers besides are a straight row of the best.
    """
    counts = []
    for owner, mood in zip(OWNERS, random.uniform(0.3, 0.8, len(OWNERS)), strict=True):
        best = int(random.binomial(300, mood))
        more = invented if owner == "sales" else 0
        counts += [
            Count((5,), place(owner), int(random.binomial(best, 0.5)) + more, best + more),
            Count((3,), place(owner), int(random.binomial(300 - best, 0.1)), 300 - best),
        ]
    return counts


def by_day(random: Generator, spike: float = 0) -> dict[str, Counter[date]]:
    """Units have weekends of their own; in sales so much more comes on the last five days."""
    answers: dict[str, Counter[date]] = {}
    for owner in OWNERS:
        rate, weekend = random.uniform(2, 20), random.uniform(0, 1)
        answers[owner] = Counter()
        for number, day in enumerate(DAYS):
            more = 1 + spike if owner == "sales" and number >= len(DAYS) - 5 else 1
            expected = rate * (weekend if day.weekday() > 4 else 1) * more
            answers[owner][day] = int(random.poisson(expected))
    return answers


def devices(random: Generator, tablet: int = 0) -> tuple[list[Marked], dict[tuple[date, Place], int]]:
    """Twenty networks of all sizes serve everybody's customers; in sales one tablet gives so many answers on a day."""
    shares = random.dirichlet(np.ones(20))
    marked, totals = [], {}
    for day in DAYS[:10]:
        of_mark: dict[int, list[Marked]] = {}
        for owner in OWNERS:
            counts = random.multinomial(20, shares)
            totals[day, place(owner)] = 20
            for mark, n in enumerate(counts):
                if n:
                    of_mark.setdefault(mark, []).append(cluster(day, f"network {mark}", owner, int(n)))
        for alike in of_mark.values():
            if sum(len(one.answers) for one in alike) >= SMALLEST_CLUSTER:
                marked += alike
    if tablet:
        marked.append(cluster(DAYS[3], "tablet", "sales", tablet))
        totals[DAYS[3], place("sales")] += tablet
    return marked, totals


def cluster(day: date, mark: str, owner: str, n: int) -> Marked:
    return Marked(day, mark, place(owner), tuple(UUID(int=number + 1) for number in range(n)))


def audit(
    random: Generator, *, left_out: float = 0, invented: int = 0, spike: float = 0, tablet: int = 0
) -> list[Result]:
    """What an auditor is shown of a simulated company."""
    eligible, daily = invitations(random, left_out), by_day(random, spike)
    marked, totals = devices(random, tablet)
    return judged(
        [
            *against_the_rest(Check.NOT_INVITED, invitation_rates.not_invited(eligible), UNITS),
            *against_the_rest(Check.WITHHELD, invitation_rates.withheld(eligible), UNITS),
            *against_the_rest(Check.STRAIGHT_LINES, lines(random, invented), UNITS),
            *(period_end(unit, daily[unit.owner or ""], QUARTER) for unit in UNITS),
            *(same_device(unit, marked, totals) for unit in UNITS),
        ]
    )


def findings(results: list[Result]) -> set[tuple[Check, str | None]]:
    return {(one.check, one.unit.owner) for one in results if one.outcome is Outcome.FOUND}


def test_honest_companies_are_hardly_ever_shown_a_finding() -> None:
    shown = [seed for seed in range(HONEST_COMPANIES) if findings(audit(np.random.default_rng(seed)))]
    assert len(shown) <= MOST_FALSE_ALARMS, shown


@pytest.mark.parametrize(
    ("check", "cheating"),
    [
        (Check.WITHHELD, lambda random: audit(random, left_out=0.10)),
        (Check.STRAIGHT_LINES, lambda random: audit(random, invented=100)),
        (Check.PERIOD_END, lambda random: audit(random, spike=1.5)),
        (Check.SAME_DEVICE, lambda random: audit(random, tablet=12)),
    ],
    ids=lambda value: str(value) if isinstance(value, Check) else "",
)
def test_a_planted_cheat_is_found_in_four_of_five_companies(
    check: Check, cheating: Callable[[Generator], list[Result]]
) -> None:
    found = [
        (check, "sales") in findings(cheating(np.random.default_rng(1000 + seed))) for seed in range(CHEATS)
    ]
    assert sum(found) >= 0.8 * CHEATS
