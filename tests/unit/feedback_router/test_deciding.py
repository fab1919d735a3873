"""What a policy approves, what it leaves to a person, and that no order of claims gets past its caps."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.context import Context
from feedback_router.domain.decision_policies import DecisionPolicy, DecisionRule, ReplyText, validate_policy
from feedback_router.domain.decisions import (
    AboutTouchpoint,
    Claim,
    Limit,
    Outcome,
    Spent,
    decide,
    inputs_of,
    why,
)
from feedback_router.domain.ledgers import Ledger
from feedback_router.domain.money import as_amount, spoken
from feedback_router.domain.rules import Problem
from feedback_router.use_cases.word_reasons import in_words

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
DAY = timedelta(days=1)
REPLIES = tuple(ReplyText(language, "Refund", "We pay back {amount}.") for language in ("en", "es", "pt"))
RULE = DecisionRule(
    key="late",
    team="billing",
    action="refund",
    amount_attribute="cents",
    case_limit=2000,
    severity_at_most=2,
    touchpoint_days=30,
    kinds=("complaint",),
    topics=("delivery",),
    touchpoint_types=("order.late",),
    replies=REPLIES,
)
POLICY = DecisionPolicy(1, "EUR", customer_cap=3000, customer_days=30, day_cap=10_000, rules=(RULE,))
ABOUT = Context("after-order", journey="buy", kind="complaint", severity=2, topics=("delivery", "staff"))
CLAIM = Claim("ana", ABOUT, AboutTouchpoint("/shop", "order-1", "order.late"), AT - DAY, {"cents": 1250})
NOTHING = Spent()


def verdict(claim: Claim = CLAIM, spent: Spent = NOTHING):
    return decide(POLICY, RULE, claim, spent, AT)


def test_what_is_within_all_limits_is_approved_with_the_touchpoints_amount():
    found = verdict()
    assert (found.outcome, found.amount, found.held_by) == (Outcome.APPROVED, 1250, None)
    assert in_words(why(POLICY, found), "en") == 'Rule "late" approved EUR 12.50 (refund).'
    assert [check.limit for check in found.checks] == list(Limit)


@pytest.mark.parametrize(
    ("claim", "spent", "limit", "words"),
    [
        (replace(CLAIM, customer_key=None), NOTHING, "known_customer", "not known whose touchpoint"),
        (replace(CLAIM, context=replace(ABOUT, severity=3)), NOTHING, "severity", "severity 3 is above 2"),
        (replace(CLAIM, touchpoint_at=AT - 30 * DAY), NOTHING, "touchpoint_age", "30 days ago, and 30 are"),
        (replace(CLAIM, amounts={"other": 5}), NOTHING, "amount", 'tells no amount as "cents"'),
        (replace(CLAIM, amounts={"cents": 2001}), NOTHING, "case", "EUR 20.01 would be more than the limit"),
        (CLAIM, Spent(on_touchpoint=True), "once", "approved for this touchpoint already"),
        (CLAIM, Spent(on_customer=1751), "customer_cap", "EUR 30.01 would be more than what one customer"),
        (CLAIM, Spent(by_company=8751), "day_cap", "EUR 100.01 would be more than what all customers"),
    ],
)
def test_what_one_limit_holds_goes_to_a_person_with_the_limit(claim, spent, limit, words):
    found = verdict(claim, spent)
    assert (found.outcome, found.held_by) == (Outcome.REFERRED, limit)
    assert words in in_words(why(POLICY, found), "en")


def test_what_lies_on_a_limit_is_within_it():
    found = verdict(
        replace(CLAIM, amounts={"cents": 2000}, touchpoint_at=AT - 30 * DAY + timedelta(seconds=1)),
        Spent(on_customer=1000, by_company=8000),
    )
    assert found.outcome is Outcome.APPROVED


@pytest.mark.parametrize(
    "change",
    [
        {"context": replace(ABOUT, kind="praise")},
        {"context": replace(ABOUT, topics=("staff",))},
        {"touchpoint": AboutTouchpoint("/shop", "order-1", "order.delivered")},
    ],
)
def test_no_rule_fits_another_kind_topic_or_touchpoint(change):
    claim = replace(CLAIM, **change)
    assert POLICY.fitting(claim.context, claim.touchpoint.type) is None


def test_the_first_rule_that_fits_decides_and_places_are_conditions():
    sale = replace(RULE, key="sale", journeys=("sell",))
    first, second = replace(RULE, key="first", journeys=("buy",)), replace(RULE, key="second")
    policy = replace(POLICY, rules=(sale, first, second))
    assert policy.fitting(ABOUT, "order.late") is first


def test_what_was_looked_at_is_kept_with_every_limit():
    inputs = inputs_of(CLAIM, verdict(spent=Spent(on_customer=100)))
    assert (inputs["kind"], inputs["topics"], inputs["severity"]) == ("complaint", ["delivery", "staff"], 2)
    assert {"limit": "customer_cap", "allowed": 3000, "found": 1350, "holds": True} in inputs["checks"]


def problems(policy: DecisionPolicy) -> tuple[Problem, ...]:
    return validate_policy(policy, {"billing"}, {"cents": "EUR", "reales": "BRL"})


def test_a_sound_policy_has_no_problems():
    assert problems(POLICY) == ()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"team": "biling"}, "rules.0.team"),
        ({"amount_attribute": "dollars"}, "rules.0.amount_attribute"),
        ({"amount_attribute": "reales"}, "rules.0.amount_attribute"),
        ({"case_limit": 3001}, "rules.0.case_limit"),
        ({"replies": REPLIES[:2]}, "rules.0.replies"),
        ({"replies": (*REPLIES[:2], REPLIES[0])}, "rules.0.replies"),
        ({"replies": (*REPLIES[:2], ReplyText("pt", "{name}", "x"))}, "rules.0.replies.2.subject"),
        ({"replies": (*REPLIES[:2], ReplyText("pt", "x", "{amount!r}"))}, "rules.0.replies.2.text"),
        ({"replies": (*REPLIES[:2], ReplyText("pt", "x", "{"))}, "rules.0.replies.2.text"),
    ],
)
def test_a_rule_that_could_not_be_carried_out_is_refused(change, path):
    assert [it.path for it in problems(replace(POLICY, rules=(replace(RULE, **change),)))] == [path]


def test_keys_are_used_once_and_a_customer_never_gets_more_than_all_do():
    twice = replace(POLICY, rules=(RULE, RULE), day_cap=2999)
    assert [it.path for it in problems(twice)] == ["rules.1.key", "customer_cap"]


@pytest.mark.parametrize("value", [True, 0, -5, 12.5, "1250", None, [1250], 10**12 + 1])
def test_an_amount_is_a_whole_number_above_nothing(value):
    assert as_amount(value) is None


@pytest.mark.parametrize(
    ("amount", "currency", "language", "words"),
    [
        (124990, "EUR", "en", "EUR 1,249.90"),
        (124990, "EUR", "es", "1.249,90 EUR"),
        (5, "BRL", "pt", "BRL 0,05"),
        (9990, "CLP", "es", "9.990 CLP"),
        (1234567, "KWD", "en", "KWD 1,234.567"),
    ],
)
def test_amounts_are_said_as_people_write_them(amount, currency, language, words):
    assert spoken(amount, currency, language) == words


CLAIMS = st.lists(
    st.tuples(
        st.sampled_from(["ana", "bruno", "carla"]),
        st.integers(0, 8),
        st.integers(1, 2500),
        st.integers(0, 40 * 24),
    ),
    max_size=60,
)


@given(CLAIMS)
def test_no_sequence_of_claims_passes_a_cap_in_any_window_or_is_paid_twice(claims):
    policy = replace(POLICY, customer_cap=3000, customer_days=7, day_cap=4000)
    ledger = Ledger(policy)
    paid = []
    for who, order, cents, hours in sorted(claims, key=lambda claim: claim[3]):
        at = AT + timedelta(hours=hours)
        about = AboutTouchpoint("/shop", f"{who}-{order}", "order.late")
        found = ledger.settle(Claim(who, ABOUT, about, at, {"cents": cents}), at)
        assert found is not None
        if found.outcome is Outcome.APPROVED:
            paid.append((at, who, about, cents))
    assert len({about for _, _, about, _ in paid}) == len(paid)
    week, day = timedelta(days=7), timedelta(days=1)
    in_a_week = [
        sum(cents for at, other, _, cents in paid if other == who and end - week < at <= end)
        for end, who, _, _ in paid
    ]
    in_a_day = [sum(cents for at, _, _, cents in paid if end - day < at <= end) for end, _, _, _ in paid]
    assert (max(in_a_week, default=0), max(in_a_day, default=0)) == (
        ledger.most_of_a_customer,
        ledger.most_in_a_day,
    )
    assert ledger.most_of_a_customer <= 3000
    assert ledger.most_in_a_day <= 4000
