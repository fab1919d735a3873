"""Factors of who is at risk: what had happened by a moment, and nothing that came after it."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.at_risk_factors import RiskFactor, complaint_types, history
from scoring.domain.journeys import ComplaintPage, FirstMonth, Journey, Outcome, Promise, Stage
from scoring.domain.touchpoints import Touchpoint
from support.journeys import START

JOIN = Journey(
    key="join",
    languages=("en",),
    name={"en": "I join"},
    accountable="growth",
    stages=(
        Stage("inform", {}, "marketing", touchpoints=("inform",)),
        Stage("interest", {}, "sales", touchpoints=("interest",), optional=True),
        Stage("sign", {}, "sales", touchpoints=("sign",)),
        Stage("receive", {}, "operations", touchpoints=("receive",)),
    ),
    starts=("inform",),
    outcome=Outcome(success=("connected",), setup=("set_up",), setup_failed=("setup_failed",)),
    window_days=60,
    contacts=("call",),
    promises=(Promise("delivery", {}, ("promised",), ("receive",)),),
    first_month=FirstMonth(sale=("connected",), follow_up=("follow_up",), issues=("fault",)),
    complaint_page=ComplaintPage(opened=("page_opened",), sent=("complained",)),
)
COMPLAINTS = complaint_types([JOIN])
KINDS = (
    *("inform", "interest", "sign", "receive", "connected", "set_up", "setup_failed", "call", "promised"),
    *("follow_up", "fault", "page_opened", "complained", "something else"),
)


def at(day: float):
    return START + timedelta(days=day)


def happened(kind: str, day: float, **more: object) -> Touchpoint:
    return Touchpoint("ana", "crm", f"{kind} {day}", kind, at(day), "join", **more)  # type: ignore[arg-type]


def factors(*touchpoints: Touchpoint, on: float) -> dict[RiskFactor, float]:
    found = history(JOIN, COMPLAINTS, touchpoints, at(on))
    assert found is not None
    return found.factors


def test_a_smooth_way_has_nothing_but_its_days():
    found = factors(happened("inform", 0), happened("sign", 1), on=3)
    assert found.pop(RiskFactor.DAYS_OPEN) == 3
    assert found.pop(RiskFactor.HANDOFFS) == 1  # marketing, then sales
    assert set(found.values()) == {0}


def test_what_went_wrong_is_counted():
    found = factors(
        happened("inform", 0, channel="web"),
        happened("receive", 1, channel="shop"),
        happened("inform", 2, channel="web"),
        happened("promised", 2, due_at=at(4)),
        happened("call", 3, lookups_needed=3, lookups_found=1, intent="where"),
        happened("call", 5, intent="where"),
        happened("call", 6, intent="bill"),
        happened("setup_failed", 7),
        happened("page_opened", 8),
        on=9,
    )
    expected = {
        RiskFactor.DAYS_OPEN: 9,
        RiskFactor.CHANNEL_SWITCHES: 2,
        RiskFactor.REPEATED_STAGES: 1,
        RiskFactor.SKIPPED_STAGES: 1,  # to sign; interest is optional
        RiskFactor.REPEAT_CONTACTS: 1,
        RiskFactor.MISSING_INFORMATION: 2,
        RiskFactor.FAILED_SETUPS: 1,
        RiskFactor.BROKEN_PROMISES: 1,
        RiskFactor.COMPLAINED: 1,
    }
    assert {factor: found[factor] for factor in expected} == expected


def test_a_promise_is_broken_from_the_moment_it_was_due():
    promised = happened("inform", 0), happened("promised", 0, due_at=at(4))
    assert factors(*promised, on=3)[RiskFactor.BROKEN_PROMISES] == 0
    assert factors(*promised, on=5)[RiskFactor.BROKEN_PROMISES] == 1
    assert factors(*promised, happened("receive", 3), on=5)[RiskFactor.BROKEN_PROMISES] == 0
    assert factors(*promised, happened("receive", 6), on=7)[RiskFactor.BROKEN_PROMISES] == 1


def test_the_days_stop_when_the_journey_is_over():
    assert factors(happened("inform", 0), happened("connected", 2), on=20)[RiskFactor.DAYS_OPEN] == 2


def test_the_first_month_is_seen_as_far_as_it_went():
    sold = happened("inform", 0), happened("connected", 1)
    found = factors(*sold, happened("fault", 5), happened("follow_up", 9), on=8)
    assert (found[RiskFactor.FIRST_MONTH_ISSUES], found[RiskFactor.NOT_FOLLOWED_UP]) == (1, 1)
    assert factors(*sold, happened("follow_up", 9), on=10)[RiskFactor.NOT_FOLLOWED_UP] == 0


def test_who_is_on_no_way_has_no_history():
    assert history(JOIN, COMPLAINTS, [], at(0)) is None
    assert history(JOIN, COMPLAINTS, [happened("inform", 1)], at(0)) is None
    assert history(JOIN, COMPLAINTS, [happened("inform", 0)], at(61)) is None


WAYS = st.lists(
    st.builds(
        happened,
        st.sampled_from(KINDS),
        st.floats(0, 100),
        channel=st.sampled_from(["web", "phone", None]),
        due_at=st.one_of(st.none(), st.floats(0, 100).map(at)),
        intent=st.sampled_from(["where", None]),
        lookups_needed=st.one_of(st.none(), st.integers(0, 3)),
    ),
    max_size=25,
)


@given(WAYS, st.floats(0, 100))
def test_nothing_that_came_after_the_moment_changes_anything(way: Sequence[Touchpoint], day: float):
    before = [one for one in way if one.at <= at(day)]
    assert history(JOIN, COMPLAINTS, way, at(day)) == history(JOIN, COMPLAINTS, before, at(day))


@given(WAYS, st.floats(0, 100))
def test_no_factor_is_below_nothing(way: Sequence[Touchpoint], day: float):
    found = history(JOIN, COMPLAINTS, way, at(day))
    if found is not None:
        assert set(found.factors) == set(RiskFactor)
        assert min(found.factors.values()) >= 0
