"""Published numbers: R package NPS (variance, standard error), Rocks 2016 (arXiv 1601.07235) for the rest."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.estimates import Difference, Estimate, Hidden
from scoring.domain.nps import Answers, difference, net_promoter_score
from scoring.domain.tallies import Tally
from unit.scoring.examples import nps_tally

COUNTS = st.integers(0, 500)


def shown(detractors: int, passives: int, promoters: int) -> Estimate:
    estimate = net_promoter_score(nps_tally(detractors, passives, promoters))
    assert estimate.shown
    return estimate


@pytest.mark.parametrize(
    ("answers", "score", "variance", "standard_error"),
    [
        (Answers(1, 2, 3), 1 / 3, 5 / 9, 0.304),
        (Answers(1, 0, 1), 0, 1, 0.707),
        (Answers(0, 1, 1), 0.5, 0.25, 0.354),
    ],
)
def test_variance_and_standard_error_agree_with_r_package_nps(
    answers: Answers, score: float, variance: float, standard_error: float
) -> None:
    assert answers.score == pytest.approx(score)
    assert answers.variance == pytest.approx(variance)
    assert answers.standard_error == pytest.approx(standard_error, abs=0.0005)


@pytest.mark.parametrize(
    ("counts", "value", "low", "high"),
    [
        ((20, 30, 50), 30, 14.0511, 44.2013),
        ((8, 13, 15), 100 * 7 / 36, -6.2803, 42.1777),
        ((0, 0, 10), 100, 47.5036, 100),
    ],
)
def test_interval_is_the_adjusted_wald_of_rocks_2016(
    counts: tuple[int, int, int], value: float, low: float, high: float
) -> None:
    estimate = shown(*counts)
    assert estimate.value == pytest.approx(value)
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=0.00005)


def test_difference_agrees_with_rocks_2016() -> None:
    found = difference(nps_tally(20, 30, 50), nps_tally(10, 30, 60))
    assert found.shown
    assert found.value == 20
    assert found.adjusted == pytest.approx(19.41748, abs=0.000005)
    assert found.standard_error == pytest.approx(10.18216, abs=0.000005)
    assert found.p == pytest.approx(0.05652, abs=0.000005)
    assert found.z == pytest.approx(19.41748 / 10.18216, abs=0.000005)
    assert (found.low, found.high) == pytest.approx((-0.53919, 39.37414), abs=0.00001)


def test_interval_covers_the_truth_in_93_of_100_samples_of_five() -> None:
    """All 21 samples, weighted by their probability: 0.92928, where plain Wald has 0.6648."""
    probabilities = 0.05, 0.15, 0.80
    truth = 100 * (probabilities[2] - probabilities[0])
    coverage = 0.0
    for detractors in range(6):
        for passives in range(6 - detractors):
            counts = detractors, passives, 5 - detractors - passives
            ways = math.factorial(5) / math.prod(map(math.factorial, counts))
            probability = ways * math.prod(p**count for p, count in zip(probabilities, counts, strict=True))
            estimate = shown(*counts)
            coverage += probability * (estimate.low <= truth <= estimate.high)
    assert coverage == pytest.approx(0.92928)


@pytest.mark.parametrize("n", range(5, 26))
def test_interval_contains_the_score_and_stays_in_range_for_every_small_sample(n: int) -> None:
    for detractors in range(n + 1):
        for passives in range(n + 1 - detractors):
            estimate = shown(detractors, passives, n - detractors - passives)
            assert -100 <= estimate.low <= estimate.value <= estimate.high <= 100


@given(COUNTS, COUNTS, st.integers(5, 500))
def test_one_more_promoter_never_lowers_the_score(detractors: int, passives: int, promoters: int) -> None:
    before = shown(detractors, passives, promoters)
    after = shown(detractors, passives, promoters + 1)
    assert after.exact >= before.exact


@given(COUNTS, COUNTS, st.integers(5, 500))
def test_interval_contains_the_score_and_stays_in_range(
    detractors: int, passives: int, promoters: int
) -> None:
    estimate = shown(detractors, passives, promoters)
    assert -100 <= estimate.low <= estimate.value <= estimate.high <= 100


@given(st.tuples(COUNTS, st.integers(5, 500), COUNTS), st.tuples(COUNTS, COUNTS, st.integers(5, 500)))
def test_difference_contains_its_value_stays_in_range_and_turns_with_its_sides(
    first: tuple[int, int, int], second: tuple[int, int, int]
) -> None:
    there = difference(nps_tally(*first), nps_tally(*second))
    back = difference(nps_tally(*second), nps_tally(*first))
    assert there.shown
    assert back.shown
    assert -200 <= there.low <= there.value <= there.high <= 200
    assert (back.value, back.low, back.high) == (-there.value, -there.high, -there.low)
    assert 0 <= there.p <= 1


def test_all_detractors_against_all_promoters_still_contains_its_value() -> None:
    found = difference(nps_tally(50, 0, 0), nps_tally(0, 0, 50))
    assert found.shown
    assert found.value == found.high == 200


@pytest.mark.parametrize("too_few", [Tally(), nps_tally(0, 0, 4)])
def test_fewer_than_five_answers_hide_the_score_and_every_difference_to_it(too_few: Tally) -> None:
    many = nps_tally(20, 30, 50)
    results: list[Estimate | Difference | Hidden] = [
        net_promoter_score(too_few),
        difference(too_few, many),
        difference(many, too_few),
    ]
    assert results == [Hidden()] * 3
