"""An excluded answer leaves exactly the tallies that it was in."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.exclusions import tally_of
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Period
from scoring.domain.responses import Answer, Choice, Response
from scoring.domain.scales import NPS
from scoring.domain.slices import Slice
from scoring.domain.tallies import ZERO, Tally

QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))


def answered(nps: int = 9, day: int = 10) -> Response:
    """By phone, on joining, on a day of January 2026."""
    return Response(
        id=UUID(int=nps),
        survey="after-call",
        version=1,
        kind="transactional",
        customer_key="ana",
        language="es",
        journey="join",
        stage=None,
        channel="phone",
        owner=None,
        segment=None,
        submitted_at=datetime(2026, 1, day, tzinfo=UTC) if day else datetime(2026, 4, 1, tzinfo=UTC),
        answers=(Answer("recommend", NPS, nps),),
        choices=(Choice("solved", ("yes",)),),
        attributes=(("product", "fibre"),),
    )


@pytest.mark.parametrize(
    ("measure", "n"),
    [
        (MeasureReference("nps", Slice()), 1),
        (MeasureReference("nps", Slice(journey="join", attributes=(("product", "fibre"),))), 1),
        (MeasureReference("nps", Slice(attributes=(("product", "tv"),))), 0),
        (MeasureReference("nps", Slice(channel="web")), 0),
        (MeasureReference("nps", Slice(), survey_kind="relationship"), 0),
        (MeasureReference("csat", Slice()), 0),
        (MeasureReference("choice", Slice(), question="solved", option="yes"), 1),
        (MeasureReference("choice", Slice(), question="other", option="yes"), 0),
    ],
)
def test_an_answer_counts_where_the_measure_means_it(measure: MeasureReference, n: int) -> None:
    tally, counted = tally_of(measure, QUARTER, [answered()])
    assert (tally.n, counted) == (n, n)


def test_an_answer_after_the_period_is_not_meant() -> None:
    assert tally_of(MeasureReference("nps", Slice()), QUARTER, [answered(day=0)]) == (ZERO, 0)


@given(st.lists(st.integers(0, 10)), st.lists(st.integers(0, 10)))
def test_what_is_left_is_what_the_others_answered(kept: list[int], excluded: list[int]) -> None:
    measure = MeasureReference("nps", Slice(channel="phone"))
    away, n = tally_of(measure, QUARTER, [answered(nps=value) for value in excluded])
    assert Tally.of([*kept, *excluded], NPS) - away == Tally.of(kept, NPS)
    assert n == len(excluded)
