import pytest

from scoring.domain.estimates import Hidden
from scoring.domain.scales import CES, CSAT, NPS, RESOLVED, SCALES, Scale, Statistic
from scoring.domain.scores import headline, scores
from scoring.domain.tallies import ZERO, Tally
from scoring.domain.units import Unit
from unit.scoring.examples import nps_tally, share_tally


@pytest.mark.parametrize(
    ("scale", "tally", "expected"),
    [
        (NPS, nps_tally(20, 30, 50), [(Statistic.NET_PROMOTER_SCORE, Unit.POINTS, 30)]),
        (
            CES,
            Tally.of([1, 4, 5, 6, 7, 7], CES),
            [(Statistic.TOP_SHARE, Unit.SHARE, 4 / 6), (Statistic.MEAN, Unit.MEAN, 5)],
        ),
        (
            CSAT,
            Tally.of([1, 3, 4, 5, 5], CSAT),
            [(Statistic.TOP_SHARE, Unit.SHARE, 0.6), (Statistic.MEAN, Unit.MEAN, 3.6)],
        ),
        (RESOLVED, share_tally(280, 400), [(Statistic.TOP_SHARE, Unit.SHARE, 0.7)]),
    ],
)
def test_each_question_type_yields_its_scores(
    scale: Scale, tally: Tally, expected: list[tuple[Statistic, Unit, float]]
) -> None:
    found = scores(scale, tally)
    assert all(score.scale is scale for score in found)
    assert [
        (score.statistic, score.estimate.unit, score.estimate.value)
        for score in found
        if score.estimate.shown
    ] == expected


@pytest.mark.parametrize("scale", SCALES.values())
def test_the_headline_is_the_first_score(scale: Scale) -> None:
    tally = Tally.of([scale.maximum] * 6 + [scale.minimum] * 3, scale)
    assert headline(scale, tally) == scores(scale, tally)[0].estimate


@pytest.mark.parametrize("scale", SCALES.values())
def test_without_answers_every_score_is_hidden(scale: Scale) -> None:
    assert {score.estimate for score in scores(scale, ZERO)} == {Hidden()}
