import pytest

from scoring.domain.scales import (
    CES,
    CSAT,
    NPS,
    RESOLVED,
    SCALES,
    Box,
    Direction,
    Scale,
    ValueOutOfRangeError,
)


@pytest.mark.parametrize(
    ("scale", "low", "middle", "top"),
    [
        (NPS, range(7), (7, 8), (9, 10)),
        (CES, (1, 2, 3), (4,), (5, 6, 7)),
        (CSAT, (1, 2), (3,), (4, 5)),
        (RESOLVED, (0,), (), (1,)),
    ],
)
def test_every_answer_has_its_box(
    scale: Scale, low: tuple[int, ...], middle: tuple[int, ...], top: tuple[int, ...]
) -> None:
    boxes = {value: scale.box_of(value) for value in range(scale.minimum, scale.maximum + 1)}
    expected = {Box.LOW: low, Box.MIDDLE: middle, Box.TOP: top}
    assert boxes == {value: box for box, values in expected.items() for value in values}


@pytest.mark.parametrize(
    ("scale", "value"), [(NPS, -1), (NPS, 11), (CES, 0), (CES, 8), (CSAT, 0), (CSAT, 6), (RESOLVED, 2)]
)
def test_an_answer_that_the_question_does_not_offer_is_refused(scale: Scale, value: int) -> None:
    with pytest.raises(ValueOutOfRangeError, match=f"{value} is not an answer to {scale.version}"):
        scale.box_of(value)


def test_versions_tell_scales_apart() -> None:
    assert [scale.version for scale in SCALES.values()] == [
        "nps-0-10",
        "ces-2.0-1-7",
        "csat-1-5",
        "resolved-0-1",
    ]


def test_ces_is_agreement_so_higher_is_better() -> None:
    assert CES.direction is Direction.HIGHER_IS_BETTER
