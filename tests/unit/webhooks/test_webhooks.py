"""Of what a webhook is told, and what answers mean."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from standardwebhooks import Webhook as Official

from feedback_router.domain.webhook_secrets import secret_of
from feedback_router.domain.webhooks import Answer, Filters, Health, Webhook, health_after, why_disable

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
ID = UUID(int=7)


def webhook(*events: str, **filters: object) -> Webhook:
    chosen = Filters(**filters)  # type: ignore[arg-type]
    return Webhook(
        ID, "billing", "https://hooks.example", events or ("router.feedback.*",), chosen, {}, 1, NOW
    )


@pytest.mark.parametrize(
    ("filters", "data", "wanted"),
    [
        ({}, {}, True),
        ({"severity_at_least": "moderate"}, {"severity": "critical"}, True),
        ({"severity_at_least": "moderate"}, {"severity": 2}, True),
        ({"severity_at_least": "moderate"}, {"severity": 1}, False),
        ({"severity_at_least": "moderate"}, {"severity": "mild"}, False),
        ({"severity_at_least": "moderate"}, {"severity": "huge"}, False),
        ({"severity_at_least": "none"}, {}, False),
        ({"kinds": ("complaint", "report")}, {"kind": "report"}, True),
        ({"kinds": ("complaint", "report")}, {"kind": "praise"}, False),
        ({"languages": ("es",), "surveys": ("a",)}, {"language": "es", "survey": "a"}, True),
        ({"languages": ("es",), "surveys": ("a",)}, {"language": "es", "survey": "b"}, False),
        ({"stages": ("install",)}, {"stage": None}, False),
    ],
)
def test_filters_ask_what_an_event_carries(filters, data, wanted):
    told = webhook(**filters).wants("router.feedback.routed", {"team": "billing", **data})
    assert told is wanted


@pytest.mark.parametrize(
    ("events", "kind", "wanted"),
    [
        (("router.feedback.*",), "router.feedback.routed", True),
        (("router.feedback.*",), "router.feedback", False),
        (("router.feedback.*",), "router.feedbacks.routed", False),
        (("router.feedback.routed",), "router.feedback.routed_again", False),
        (("router.*",), "router.theme.emerged", True),
    ],
)
def test_types_are_named_whole_or_by_their_beginning(events, kind, wanted):
    assert webhook(*events).wants(kind, {"team": "billing"}) is wanted


def test_events_of_another_team_or_of_none_are_not_told_whatever_is_asked_for():
    assert not webhook("router.*").wants("router.feedback.routed", {"team": "network"})
    assert not webhook("router.*").wants("router.rules.set", {"version": 2})
    assert not webhook("router.*").wants("router.customer.erased", {})
    assert webhook("router.customer.erased").wants("router.customer.erased", {})


def test_a_receiver_is_given_up_after_ten_failures_in_three_days_and_not_before():
    away = Answer(error="timeout")
    long_ago = NOW - timedelta(days=3)
    assert why_disable(away, Health(True, 10, long_ago), NOW) == "failing"
    assert why_disable(away, Health(True, 9, long_ago), NOW) is None
    assert why_disable(away, Health(True, 999, long_ago + timedelta(seconds=1)), NOW) is None
    assert why_disable(Answer(status=410), Health(), NOW) == "gone"


def test_one_success_makes_a_receiver_well_again():
    sick = Health(slow=True, failed_attempts=50, failing_since=NOW)
    assert health_after(sick, Answer(status=204), 0.1, NOW) == Health()
    assert health_after(sick, Answer(status=200), 5, NOW) == Health(slow=True)
    worse = health_after(Health(), Answer(status=500), 0.1, NOW)
    assert worse == Health(True, 1, NOW)
    assert health_after(worse, Answer(status=500), 0.1, NOW + timedelta(hours=1)).failing_since == NOW


def test_secrets_differ_by_webhook_by_number_and_by_house_and_the_official_package_takes_them():
    secrets = [
        secret_of(ID, 1, "house"),
        secret_of(ID, 2, "house"),
        secret_of(UUID(int=8), 1, "house"),
        secret_of(ID, 1, "other"),
    ]
    assert len(set(secrets)) == 4
    assert secret_of(ID, 1, "house") == secrets[0]
    assert Official(secrets[0]).sign("a", NOW, "{}") != Official(secrets[1]).sign("a", NOW, "{}")
