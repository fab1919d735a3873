"""docs/plans.md: each worked example comes out as it is printed."""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.domain.cents import in_words
from scoring.domain.payouts import PayoutCurve
from scoring.domain.plan_measures import MEASURES
from scoring.domain.sample_sizes import answers_needed
from scoring.domain.scales import Direction
from scoring.domain.scorecards import scorecard
from unit.scoring.examples import SOUND_PLAN, curve
from unit.scoring.test_scorecards import found

PAGE = (Path(__file__).parents[3] / "docs/plans.md").read_text(encoding="utf-8")
CURVES = {
    "value": (curve("80", "100", "120", percents=("40", "50", "80")), Direction.HIGHER_IS_BETTER),
    "days": (curve("20", "14", "7", percents=("40", "100", "150")), Direction.LOWER_IS_BETTER),
}


def rows(head: str) -> list[list[str]]:
    """The cells of the table with this first column."""
    table = PAGE.split(f"| {head} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()[2:]]


@pytest.mark.parametrize("head", CURVES)
def test_the_printed_payouts_are_what_the_curve_pays(head: str) -> None:
    payout_curve, direction = CURVES[head]
    printed = rows(head)
    assert len(printed) == 6
    assert words_of(payout_curve) in PAGE
    for value, percent in printed:
        assert payout_curve.percent_for(Fraction(value), direction) == Fraction(percent), value


def words_of(payout_curve: PayoutCurve) -> str:
    threshold, target, maximum = zip(payout_curve.values, payout_curve.percents, strict=True)
    return (
        f"threshold {threshold[0]} (pays {threshold[1]}), target {target[0]} (pays {target[1]})"
        f" and maximum {maximum[0]} (pays {maximum[1]})"
    )


def test_the_printed_numbers_of_answers_are_what_it_takes() -> None:
    printed = rows("measure")
    assert len(printed) == 5
    for measure, threshold, target, answers in printed:
        assert answers_needed(MEASURES[measure], Decimal(threshold), Decimal(target)) == int(answers), measure


def test_the_printed_cap_is_what_is_paid() -> None:
    printed = re.search(
        r"pays (\d+) points before a cap of (\d+), with a target bonus of ([\d.]+): ([\d.]+)\.", PAGE
    )
    assert printed
    card = scorecard(SOUND_PLAN, SOUND_PLAN.people[0], found(easy=90))
    paid = [in_words(cents).replace(",", "") for cents in (card.person.target_bonus, card.amount)]
    assert [str(card.earned), str(card.limit), *paid] == list(printed.groups())
