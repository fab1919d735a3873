"""What rules may know of a response."""

from datetime import UTC, datetime
from uuid import UUID

from feedback_router.domain.context import Context, Score
from feedback_router.domain.responses import GivenScore, Response

ANA = Response(
    response_id=UUID(int=1),
    survey="after-support",
    version=3,
    customer_key="ana",
    language="es",
    submitted_at=datetime(2026, 11, 20, tzinfo=UTC),
    journey="complain",
    stage="resolve",
    channel=None,
    owner="support",
    segment="home",
    scores=(
        GivenScore("recommend", "nps", "nps-0-10", 2),
        GivenScore("effort", "ces", "ces-2.0-1-7", 3),
        GivenScore("satisfied", "csat", "csat-1-5", 1),
    ),
    comments=(),
)


def test_rules_see_the_places_and_each_score_on_its_scale() -> None:
    assert ANA.context == Context(
        survey="after-support",
        journey="complain",
        stage="resolve",
        channel=None,
        owner="support",
        segment="home",
        scores=(Score("nps", 2, 10), Score("ces", 3, 7), Score("csat", 1, 5)),
    )


def test_a_score_on_a_scale_that_we_do_not_know_is_not_weighed() -> None:
    unknown = Response(**{**vars(ANA), "scores": (GivenScore("effort", "ces", "ces-9.0-1-100", 2),)})
    assert unknown.context.scores == ()
