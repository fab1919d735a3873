"""The way of a feedback item, from routed to resolved."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.feedback import (
    ROUTED,
    Acknowledge,
    Feedback,
    FeedbackState,
    Resolve,
    Status,
    TransitionError,
    transition,
)

ACKNOWLEDGED = FeedbackState(Status.ACKNOWLEDGED)
RESOLVED = FeedbackState(Status.RESOLVED, "We refunded the second charge")


def test_a_team_acknowledges_and_then_resolves() -> None:
    assert transition(ROUTED, Acknowledge()) == ACKNOWLEDGED
    assert transition(ACKNOWLEDGED, Resolve("We refunded the second charge")) == RESOLVED


def test_resolving_at_once_acknowledges_too() -> None:
    resolved = transition(ROUTED, Resolve("We refunded the second charge"))
    assert resolved == RESOLVED
    assert resolved.is_acknowledged


def test_acknowledging_what_is_resolved_changes_nothing() -> None:
    assert transition(RESOLVED, Acknowledge()) == RESOLVED


@pytest.mark.parametrize("state", [ROUTED, ACKNOWLEDGED, RESOLVED])
@pytest.mark.parametrize("nothing", ["", "  \n"])
def test_a_resolution_says_what_was_done(state: FeedbackState, nothing: str) -> None:
    with pytest.raises(TransitionError, match="Say what was done"):
        transition(state, Resolve(nothing))


def test_what_was_done_is_not_overwritten() -> None:
    with pytest.raises(TransitionError, match="already resolved"):
        transition(RESOLVED, Resolve("Nothing after all"))


ACTIONS = st.just(Acknowledge()) | st.builds(Resolve, st.text(alphabet="ab ", max_size=3))


@given(st.lists(ACTIONS, max_size=6))
def test_an_item_only_goes_forward_and_the_same_action_again_changes_nothing(
    actions: list[Acknowledge | Resolve],
) -> None:
    order = list(Status)
    state = ROUTED
    for action in actions:
        try:
            after = transition(state, action)
        except TransitionError:
            continue
        assert order.index(after.status) >= order.index(state.status)
        assert (after.what_was_done is not None) == (after.status is Status.RESOLVED)
        assert transition(after, action) == after
        state = after


NINE, TEN = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 20, 10, tzinfo=UTC)
ITEM = Feedback(
    id=UUID(int=1),
    response_id=UUID(int=2),
    question="comment",
    survey="after-support",
    survey_version=1,
    customer_key="ana",
    text="La factura está mal",
    language="es",
    sentiment=None,
    sentiment_polarity=None,
    sentiment_model=None,
    scores=[],
    journey=None,
    stage=None,
    channel=None,
    owner=None,
    segment=None,
    team="billing",
    rule="bills",
    reason='Rule "bills": the comment says "factura".',
    phrases=["factura"],
    runner_up=None,
    rules_version=1,
    submitted_at=NINE,
    routed_at=NINE,
)


def test_an_item_keeps_the_moment_of_each_step() -> None:
    seen = ITEM.moved_to(ACKNOWLEDGED, NINE)
    assert (seen.state, seen.acknowledged_at, seen.resolved_at) == (ACKNOWLEDGED, NINE, None)
    done = seen.moved_to(FeedbackState(Status.RESOLVED, "Paid back"), TEN)
    assert (done.acknowledged_at, done.resolved_at, done.what_was_done) == (NINE, TEN, "Paid back")


def test_an_item_that_is_resolved_at_once_was_seen_at_that_moment() -> None:
    done = ITEM.moved_to(FeedbackState(Status.RESOLVED, "Paid back"), TEN)
    assert done.acknowledged_at == done.resolved_at == TEN
