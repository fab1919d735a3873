"""The way of a feedback item, from routed to resolved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.feedback import (
    ROUTED,
    Acknowledge,
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
