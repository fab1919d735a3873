"""The way of a feedback item: whatever is done with it, it never waits without an owner and a due time."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.feedback import Feedback
from feedback_router.domain.service_levels import Alarm, Promise
from feedback_router.domain.states import (
    MOST_HANDOVERS,
    Acknowledge,
    Action,
    Assign,
    Comment,
    Escalate,
    FeedbackState,
    Link,
    Reopen,
    Reroute,
    Resolve,
    RootCause,
    Status,
    Terms,
    TransitionError,
    Withdraw,
    routed,
    transition,
)

NINE, TEN = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 20, 10, tzinfo=UTC)


def terms(team: str = "billing", start: datetime = NINE, chain: tuple[str, ...] = ("ana", "eva")) -> Terms:
    return Terms(team, chain, Promise(start + timedelta(hours=8), start + timedelta(hours=40)))


BILLING = terms()
ROUTED = routed(BILLING)
REFUNDED = Resolve("We refunded the second charge", RootCause.PROCESS)


def after(*actions: Action, of: Terms = BILLING) -> FeedbackState:
    state = ROUTED
    for action in actions:
        state = transition(state, action, of)
    return state


def test_an_item_begins_with_an_owner_and_is_due_to_be_seen() -> None:
    assert (ROUTED.status, ROUTED.accountable) == (Status.ROUTED, "ana")
    assert ROUTED.due_at == NINE + timedelta(hours=8)


def test_what_is_seen_is_due_to_be_resolved_and_what_is_resolved_is_not_due() -> None:
    assert after(Acknowledge()).due_at == NINE + timedelta(hours=40)
    done = after(Acknowledge(), REFUNDED)
    assert (done.status, done.what_was_done, done.root_cause, done.due_at) == (
        Status.RESOLVED,
        "We refunded the second charge",
        RootCause.PROCESS,
        None,
    )


def test_whom_it_is_assigned_to_answers_for_it() -> None:
    state = after(Assign("bea"))
    assert (state.assignee, state.accountable, state.status) == ("bea", "bea", Status.ROUTED)


def test_the_other_team_has_not_seen_it_yet_and_what_the_customer_was_promised_stays() -> None:
    later = terms("network", TEN, ("nuria",))
    passed = transition(after(Acknowledge(), Assign("bea")), Reroute("network", "A cable"), later)
    assert (passed.team, passed.accountable, passed.assignee) == ("network", "nuria", None)
    assert (passed.status, passed.handovers) == (Status.ROUTED, 1)
    assert passed.promise == Promise(later.promise.acknowledge_by, BILLING.promise.resolve_by)


def test_who_is_handed_round_too_often_is_heard_by_somebody_higher_up() -> None:
    state = ROUTED
    heard_by = []
    for number in range(MOST_HANDOVERS + 1):
        team = terms(f"team-{number}", chain=(f"owner-{number}", "boss"))
        state = transition(state, Reroute(team.team, "Not ours"), team)
        heard_by.append(state.accountable)
    assert heard_by == ["owner-0", "owner-1", "owner-2", "boss"]
    assert state.escalations == 1


def test_what_was_escalated_is_as_high_up_with_the_other_team_as_far_as_that_one_goes() -> None:
    escalated = transition(ROUTED, Escalate("late"), BILLING)
    for chain, heard_by, level in ((("nuria", "olga", "max"), "olga", 1), (("nuria",), "nuria", 0)):
        passed = transition(escalated, Reroute("network", "A cable"), terms("network", chain=chain))
        assert (passed.accountable, passed.escalations) == (heard_by, level)


def test_an_escalation_goes_one_step_up_until_nobody_is_left() -> None:
    state = transition(ROUTED, Escalate("late"), BILLING)
    assert (state.accountable, state.escalations) == ("eva", 1)
    with pytest.raises(TransitionError, match="Nobody is higher up"):
        transition(state, Escalate("late"), BILLING)


def test_who_dealt_with_it_deals_with_it_again_when_it_is_reopened_and_the_time_begins_anew() -> None:
    again = transition(after(Assign("bea"), REFUNDED), Reopen("Not fixed"), terms(start=TEN))
    assert (again.status, again.accountable) == (Status.REOPENED, "bea")
    assert (again.what_was_done, again.root_cause) == (None, None)
    assert again.due_at == TEN + timedelta(hours=8)


def test_what_is_withdrawn_can_be_reopened_and_not_resolved() -> None:
    withdrawn = after(Withdraw("The customer called"))
    assert (withdrawn.status, withdrawn.due_at) == (Status.WITHDRAWN, None)
    with pytest.raises(TransitionError, match="withdrawn"):
        transition(withdrawn, REFUNDED, BILLING)
    assert transition(withdrawn, Reopen("After all"), BILLING).status is Status.REOPENED


@pytest.mark.parametrize("closed", [after(REFUNDED), after(Withdraw("No more"))], ids=lambda it: it.status)
@pytest.mark.parametrize("action", [Assign("bea"), Reroute("network", "Not ours"), Escalate("late")])
def test_what_is_over_is_reopened_before_anything_else_happens(closed: FeedbackState, action: Action) -> None:
    with pytest.raises(TransitionError, match="reopen it"):
        transition(closed, action, terms("network"))


def test_a_resolved_item_is_not_withdrawn_and_not_brought_where_it_is() -> None:
    with pytest.raises(TransitionError, match="nothing left to withdraw"):
        transition(after(REFUNDED), Withdraw("No more"), BILLING)
    with pytest.raises(TransitionError, match='with the team "billing" already'):
        transition(ROUTED, Reroute("billing", "Again"), BILLING)


@pytest.mark.parametrize("state", [ROUTED, after(Acknowledge()), after(REFUNDED)], ids=lambda it: it.status)
@pytest.mark.parametrize("nothing", ["", "  \n"])
def test_a_resolution_says_what_was_done(state: FeedbackState, nothing: str) -> None:
    with pytest.raises(TransitionError, match="Say what was done"):
        transition(state, Resolve(nothing), BILLING)


def test_what_was_done_is_not_overwritten() -> None:
    with pytest.raises(TransitionError, match="already resolved"):
        transition(after(REFUNDED), Resolve("Nothing after all"), BILLING)


TEXTS = st.sampled_from(["", "a", "b"])
TEAMS = st.sampled_from(["billing", "network", "triage"])
ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.just(Acknowledge()),
    st.builds(Assign, st.sampled_from(["ana", "bea"])),
    st.builds(Comment, TEXTS),
    st.builds(Reroute, TEAMS, TEXTS),
    st.builds(Link, TEXTS, TEXTS),
    st.builds(Resolve, TEXTS, st.sampled_from([None, *RootCause])),
    st.builds(Reopen, TEXTS),
    st.builds(Withdraw, TEXTS),
    st.builds(Escalate, TEXTS),
)
CHAINS = st.sampled_from([("ana",), ("ana", "eva"), ("team:x", "eva", "max")])


@given(st.lists(st.tuples(ACTIONS, CHAINS), max_size=15))
def test_whatever_is_done_what_is_open_has_an_owner_and_a_due_time(
    steps: list[tuple[Action, tuple[str, ...]]],
) -> None:
    state = ROUTED
    for hour, (action, chain) in enumerate(steps):
        team = action.team if isinstance(action, Reroute) else state.team
        try:
            after = transition(state, action, terms(team, NINE + timedelta(hours=hour), chain))
        except TransitionError:
            continue
        assert after.accountable
        assert after.team
        assert after.is_open == (after.due_at is not None)
        assert (after.what_was_done is not None) == (after.status is Status.RESOLVED)
        assert after.root_cause is None or after.status is Status.RESOLVED
        assert after.handovers >= state.handovers
        state = after


@given(
    ACTIONS.filter(lambda action: not isinstance(action, (Reroute, Escalate))), st.lists(ACTIONS, max_size=5)
)
def test_the_same_action_again_changes_nothing(action: Action, before: list[Action]) -> None:
    state = ROUTED
    for earlier in [*before, action]:
        try:
            state = transition(
                state, earlier, terms(earlier.team if isinstance(earlier, Reroute) else state.team)
            )
        except TransitionError:
            if earlier is action:
                return
    assert transition(state, action, terms(state.team)) == state


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
    accountable="ana",
    acknowledge_by=BILLING.promise.acknowledge_by,
    resolve_by=BILLING.promise.resolve_by,
    check_at=TEN,
    alarm=Alarm.DUE_SOON,
)
LATER = TEN + timedelta(hours=1)


def test_an_item_keeps_the_moment_of_each_step() -> None:
    seen = ITEM.moved_to(after(Acknowledge()), NINE, LATER)
    assert (seen.state, seen.acknowledged_at, seen.resolved_at) == (after(Acknowledge()), NINE, None)
    done = seen.moved_to(after(Acknowledge(), Resolve("Paid back")), TEN, None)
    assert (done.acknowledged_at, done.resolved_at, done.what_was_done) == (NINE, TEN, "Paid back")
    again = done.moved_to(after(Resolve("Paid back"), Reopen("No")), LATER, LATER)
    assert (again.acknowledged_at, again.resolved_at, again.what_was_done) == (None, None, None)


def test_an_item_that_is_resolved_at_once_was_seen_at_that_moment() -> None:
    done = ITEM.moved_to(after(Resolve("Paid back")), TEN, None)
    assert done.acknowledged_at == done.resolved_at == TEN


def test_what_is_withdrawn_unseen_was_never_seen() -> None:
    assert ITEM.moved_to(after(Withdraw("No more")), TEN, None).acknowledged_at is None


def test_a_new_due_time_has_new_alarms_and_the_same_keeps_those_that_were_given() -> None:
    seen = ITEM.moved_to(after(Acknowledge()), TEN, LATER)
    assert (seen.alarm, seen.check_at) == (Alarm.NONE, LATER)
    assigned = ITEM.moved_to(after(Assign("bea")), TEN, LATER)
    assert (assigned.alarm, assigned.check_at) == (Alarm.DUE_SOON, TEN)
