"""The contact policy: who is asked, when, and the one reason why not."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.domain.contact_policy import (
    BUILT_IN,
    DAY_MINUTES,
    EVERY_DAY,
    Contact,
    Decision,
    Exemption,
    Hours,
    Limit,
    Policy,
    decide,
)
from survey.domain.facts import Condition
from survey.domain.touchpoints import Customer, Touchpoint
from survey.domain.triggers import Trigger

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
DAY = timedelta(days=1)
ANA = Customer("ana", "ana@example.com", time_zone="UTC")
BY_MAIL = Trigger("t", "case.closed", "after-support", "email")
BY_LINK = Trigger("t", "case.closed", "after-support", "link")
OFFICE = Hours(9 * 60, 18 * 60, frozenset(range(5)))
ANY_TIME = Policy(limits=())
ZONES = ("UTC", "America/New_York", "Europe/Madrid", "Asia/Kolkata", "Australia/Lord_Howe", "America/Havana")


def ask(
    policy: Policy = ANY_TIME,
    *history: datetime,
    trigger: Trigger = BY_MAIL,
    customer: Customer = ANA,
    now: datetime = NOON,
    kind: str = "transactional",
    draw: float = 0.0,
    objection: str | None = None,
    segment: str = "home",
    touchpoint: str = "case.closed",
) -> Decision:
    """The decision on a touchpoint of Ana's who was asked at these times before."""
    happened = Touchpoint("/crm", "1", touchpoint, now, customer, {"segment": segment})
    known = [Contact(at, "after-support", "transactional") for at in history]
    return decide(policy, trigger, happened, customer, known, now, kind=kind, draw=draw, objection=objection)


def test_who_can_be_asked_is_asked_at_once():
    decision = ask()
    assert (decision.state, decision.reason, decision.send_at) == ("scheduled", None, NOON)
    assert ask(trigger=BY_LINK).state == "handed_out"


@pytest.mark.parametrize(
    ("reason", "facts"),
    [
        ("no_address", {"customer": Customer("ana")}),
        ("unsubscribed", {"objection": "unsubscribed"}),
        ("complained", {"objection": "complained"}),
        ("bounced", {"objection": "bounced"}),
        ("sampled_out", {"trigger": Trigger("t", "case.closed", "s", "email", sample_rate=0.5), "draw": 0.5}),
    ],
)
def test_who_is_not_asked_is_kept_with_the_reason(reason, facts):
    decision = ask(**facts)
    assert (decision.state, decision.reason, decision.remind_at) == ("suppressed", reason, None)
    assert decision.contacts("after-support", "transactional") == []


def test_who_objected_gets_no_link_either_but_needs_no_address_for_one():
    assert ask(trigger=BY_LINK, objection="unsubscribed").reason == "unsubscribed"
    assert ask(trigger=BY_LINK, objection="complained").reason == "complained"
    assert ask(trigger=BY_LINK, objection="bounced").state == "handed_out"
    assert ask(trigger=BY_LINK, customer=Customer("ana")).state == "handed_out"


def test_a_rate_of_one_asks_everybody_and_a_rate_of_zero_nobody():
    nobody = Trigger("t", "case.closed", "s", "email", sample_rate=0.0)
    assert ask(draw=0.999999).state == "scheduled"
    assert ask(trigger=nobody, draw=0.0).reason == "sampled_out"


def test_the_gap_ends_to_the_second_and_holds_towards_what_is_planned_too():
    policy = Policy(limits=(Limit(gap=7 * DAY),))
    second = timedelta(seconds=1)
    assert ask(policy, NOON - 7 * DAY + second).reason == "too_soon"
    assert ask(policy, NOON - 7 * DAY).state == "scheduled"
    assert ask(policy, NOON + 7 * DAY - second).reason == "too_soon"
    assert ask(policy, NOON + 7 * DAY).state == "scheduled"


def test_the_maximum_holds_in_every_window_that_the_contact_is_in():
    policy = Policy(limits=(Limit(maximum=2, period=10 * DAY),))
    assert ask(policy, NOON - 2 * DAY).state == "scheduled"
    assert ask(policy, NOON - 9 * DAY, NOON - DAY).reason == "too_many"
    assert ask(policy, NOON - 10 * DAY, NOON - DAY).state == "scheduled"
    assert ask(policy, NOON - 5 * DAY, NOON + 4 * DAY).reason == "too_many"
    assert ask(policy, NOON - 5 * DAY, NOON + 5 * DAY).state == "scheduled"


def test_a_limit_of_one_kind_or_one_survey_counts_nothing_else():
    rare = Policy(limits=(Limit(gap=30 * DAY, kind="relationship"),))
    assert ask(rare, NOON - DAY).state == "scheduled"
    assert ask(rare, NOON - DAY, kind="relationship").state == "scheduled", "the other one was transactional"
    own = Policy(limits=(Limit(gap=30 * DAY, survey="after-support"),))
    assert ask(own, NOON - DAY).reason == "too_soon"
    other = Trigger("t", "case.closed", "after-sale", "email")
    assert ask(own, NOON - DAY, trigger=other).state == "scheduled"


def test_an_exemption_replaces_the_limits_for_its_touchpoints_and_the_first_one_counts():
    policy = Policy(
        limits=(Limit(gap=7 * DAY),),
        exemptions=(
            Exemption("resolved", (), touchpoint="complaint.resolved"),
            Exemption(
                "business",
                (Limit(gap=30 * DAY),),
                where={"segment": Condition(any_of=("business",))},
            ),
        ),
    )
    assert ask(policy, NOON - 8 * DAY).state == "scheduled"
    assert ask(policy, NOON - 8 * DAY, segment="business").reason == "too_soon"
    assert ask(policy, NOON, segment="business", touchpoint="complaint.resolved").state == "scheduled"


def test_the_built_in_policy_protects_from_the_first_day():
    assert ask(BUILT_IN).state == "scheduled"
    assert ask(BUILT_IN, NOON - 3 * DAY).reason == "too_soon"
    assert ask(BUILT_IN, *(NOON - days * DAY for days in (80, 60, 40, 20))).reason == "too_many"


def test_mail_waits_for_the_next_window_by_the_customers_own_clock():
    policy = Policy(limits=(), windows=(OFFICE,), time_zone="America/Bogota")
    friday_night = datetime(2026, 11, 20, 23, tzinfo=UTC)
    bruno = Customer("bruno", "bruno@example.com", time_zone="Asia/Tokyo")
    carla = Customer("carla", "carla@example.com")
    assert ask(policy, customer=bruno, now=friday_night).send_at == datetime(2026, 11, 23, 0, tzinfo=UTC)
    assert ask(policy, customer=carla, now=friday_night).send_at == datetime(2026, 11, 23, 14, tzinfo=UTC)
    assert ask(policy, customer=ANA, now=NOON).send_at == NOON
    assert ask(policy, customer=ANA, now=friday_night, trigger=BY_LINK).send_at == friday_night


def test_quiet_hours_go_over_midnight_and_are_taken_out_of_the_windows():
    policy = Policy(limits=(), quiet=Hours(21 * 60, 8 * 60))
    late = datetime(2026, 11, 20, 21, tzinfo=UTC)
    assert ask(policy, now=late).send_at == datetime(2026, 11, 21, 8, tzinfo=UTC)
    assert ask(policy, now=late - timedelta(minutes=1)).send_at == late - timedelta(minutes=1)
    both = Policy(limits=(), windows=(OFFICE,), quiet=Hours(8 * 60, 10 * 60))
    assert ask(both, now=late).send_at == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_a_window_over_midnight_belongs_to_the_day_on_which_it_begins():
    policy = Policy(limits=(), windows=(Hours(22 * 60, 2 * 60, frozenset({4})),))
    saturday = datetime(2026, 11, 21, 1, tzinfo=UTC)
    assert ask(policy, now=saturday).send_at == saturday
    assert ask(policy, now=saturday + DAY).send_at == datetime(2026, 11, 27, 22, tzinfo=UTC)


def test_what_would_expire_before_its_window_is_not_sent():
    policy = Policy(limits=(), windows=(OFFICE,))
    saturday = datetime(2026, 11, 21, 8, tzinfo=UTC)
    fresh = Trigger("t", "case.closed", "s", "email", expires_after=DAY)
    assert ask(policy, trigger=fresh, now=saturday).reason == "expired_before_window"
    assert (
        ask(policy, trigger=fresh, now=saturday + DAY - timedelta(hours=1)).reason == "expired_before_window"
    )
    assert ask(policy, trigger=fresh, now=saturday + DAY + timedelta(hours=2)).state == "scheduled"


def test_an_hour_that_the_clock_skips_opens_no_window_and_loses_nobody():
    zone = ZoneInfo("Europe/Madrid")
    policy = Policy(limits=(), windows=(Hours(2 * 60, 3 * 60),), time_zone="Europe/Madrid")
    before = datetime(2027, 3, 28, 1, 30, tzinfo=zone)  # at 2:00 it is 3:00
    moved = ask(policy, customer=Customer("ana", "ana@example.com"), now=before).send_at
    assert moved.astimezone(zone) == datetime(2027, 3, 29, 2, tzinfo=zone)


def test_an_hour_that_the_clock_shows_twice_is_open_twice():
    zone = ZoneInfo("Europe/Madrid")
    policy = Policy(limits=(), windows=(Hours(150, 165),), time_zone="Europe/Madrid")
    between = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)  # 2:50, and at 3:00 it is 2:00 again
    moved = ask(policy, customer=Customer("ana", "ana@example.com"), now=between).send_at
    assert moved == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert moved.astimezone(zone).hour == 2


def test_a_mail_is_reminded_of_in_an_open_window_if_it_still_can_be_answered():
    trigger = Trigger("t", "case.closed", "after-support", "email", reminder_after=4 * DAY)
    assert ask(trigger=trigger).remind_at == NOON + 4 * DAY
    assert ask().remind_at is None
    weekdays = Policy(limits=(), windows=(OFFICE,))
    wednesday = NOON - 2 * DAY + timedelta(hours=5)
    assert ask(weekdays, trigger=trigger, now=wednesday).remind_at == datetime(2026, 11, 23, 9, tzinfo=UTC)
    short = Trigger("t", "case.closed", "s", "email", reminder_after=4 * DAY, expires_after=4 * DAY)
    assert ask(trigger=short).remind_at is None


def test_a_reminder_that_would_be_one_too_many_is_left_out_and_the_invitation_goes():
    trigger = Trigger("t", "case.closed", "after-support", "email", reminder_after=4 * DAY)
    policy = Policy(limits=(Limit(maximum=2, period=30 * DAY),))
    decision = ask(policy, NOON - 10 * DAY, trigger=trigger)
    assert (decision.state, decision.remind_at) == ("scheduled", None)
    assert ask(policy, trigger=trigger).remind_at == NOON + 4 * DAY
    gap = Policy(limits=(Limit(gap=7 * DAY),))
    assert ask(gap, trigger=trigger).remind_at == NOON + 4 * DAY, "its own invitation is no obstacle"
    assert ask(gap, NOON + 8 * DAY, trigger=trigger).remind_at is None, "what is planned after it is one"


def test_quiet_hours_may_not_leave_nothing_of_the_windows():
    assert Policy(limits=(), windows=(OFFICE,)).ever_opens
    assert not Policy(limits=(), windows=(OFFICE,), quiet=Hours(8 * 60, 20 * 60)).ever_opens
    assert not Policy(limits=(), quiet=Hours(0, DAY_MINUTES)).ever_opens
    assert Policy(limits=(), quiet=Hours(1, 0)).ever_opens


MINUTES = st.integers(0, DAY_MINUTES - 1)
HOURS = st.builds(
    Hours,
    MINUTES,
    st.integers(0, DAY_MINUTES),
    st.sets(st.sampled_from(sorted(EVERY_DAY)), min_size=1).map(frozenset),
).filter(lambda hours: hours.begin != hours.end)
LIMITS = st.builds(
    Limit,
    st.integers(0, 40).map(lambda days: days * DAY),
    st.none() | st.integers(1, 5),
    st.integers(1, 60).map(lambda days: days * DAY),
)
POLICIES = st.builds(
    Policy,
    st.lists(LIMITS, min_size=1, max_size=3).map(tuple),
    windows=st.lists(HOURS, max_size=3).map(tuple),
    quiet=st.none() | st.builds(Hours, MINUTES, MINUTES).filter(lambda hours: hours.begin != hours.end),
    time_zone=st.sampled_from(ZONES),
).filter(lambda policy: policy.ever_opens)
MOMENTS = st.datetimes(datetime(2026, 2, 20), datetime(2027, 4, 20), timezones=st.just(UTC))  # noqa: DTZ001
TRIGGERS = st.builds(
    Trigger,
    st.just("t"),
    st.just("case.closed"),
    st.just("after-support"),
    st.sampled_from(["email", "link"]),
    delay=st.integers(0, 60).map(lambda hours: timedelta(hours=hours * 7)),
    reminder_after=st.none() | st.integers(1, 10).map(lambda days: days * DAY),
)


@settings(max_examples=300)
@given(POLICIES, st.lists(st.tuples(MOMENTS, TRIGGERS), max_size=12), st.sampled_from(ZONES))
def test_whatever_happens_in_whatever_order_no_limit_is_ever_broken(policy, touchpoints, zone):
    customer = Customer("ana", "ana@example.com", time_zone=zone)
    history: list[Contact] = []
    invitations: list[tuple[datetime, datetime | None]] = []
    for now, trigger in touchpoints:
        happened = Touchpoint("/crm", "1", "case.closed", now, customer)
        decision = decide(
            policy, trigger, happened, customer, history, now, kind="transactional", draw=0, objection=None
        )
        history += decision.contacts("after-support", "transactional")
        if decision.state != "suppressed":
            invitations.append((decision.send_at, decision.remind_at))
    for limit in policy.limits:
        for place, (sent, _) in enumerate(invitations):
            for other, reminder in invitations[:place] + invitations[place + 1 :]:
                assert abs(sent - other) >= limit.gap
                assert reminder is None or abs(sent - reminder) >= limit.gap
        if limit.maximum is not None:
            for contact in history:
                window = [c for c in history if contact.at <= c.at < contact.at + limit.period]
                assert len(window) <= limit.maximum


@settings(max_examples=300)
@given(POLICIES, MOMENTS, TRIGGERS, st.sampled_from(ZONES))
def test_mail_and_reminders_only_ever_go_out_in_an_open_window_and_never_early(policy, now, trigger, zone):
    decision = ask(
        policy, trigger=trigger, now=now, customer=Customer("ana", "a@example.com", time_zone=zone)
    )
    assert decision.send_at >= now + trigger.delay
    if decision.state == "scheduled":
        assert policy.is_open(decision.send_at.astimezone(ZoneInfo(zone)))
        assert decision.send_at < decision.expires_at
    if decision.remind_at:
        assert trigger.reminder_after
        assert decision.remind_at >= decision.send_at + trigger.reminder_after
        assert policy.is_open(decision.remind_at.astimezone(ZoneInfo(zone)))


@given(POLICIES, st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 10), timezones=st.just(UTC)))  # noqa: DTZ001
def test_no_open_minute_is_waited_through_but_those_that_a_clock_change_hides(policy, moment):
    zone = ZoneInfo(policy.time_zone)
    opens = policy.next_open(moment, Customer("ana"))
    minute = moment
    while minute < min(opens, moment + timedelta(hours=30)):
        local = minute.astimezone(zone)
        changed = {(minute + timedelta(hours=h)).astimezone(zone).utcoffset() for h in (-26, 26)}
        assert not policy.is_open(local) or len(changed) > 1
        minute += timedelta(minutes=17)
