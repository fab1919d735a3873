"""Late orders, what their customers say, and the policy that may pay them back at once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.clock import now
from shared.events import Event
from shared.ids import derived_id, new_id
from support.apps import Running
from support.complaints import said

POLICIES = "/router/v1/decision-policies"
DECISIONS = "/router/v1/decisions"
AMOUNTS = {"amounts": [{"attribute": "refundable_cents", "currency": "EUR"}]}
LATE = "The order arrived late and nobody said a word. I want my money back for the delivery."

POLICY: dict[str, Any] = {
    "currency": "EUR",
    "customer_cap": 3000,
    "customer_days": 30,
    "day_cap": 10000,
    "rules": [
        {
            "key": "late-delivery",
            "team": "billing",
            "action": "refund",
            "amount_attribute": "refundable_cents",
            "case_limit": 2000,
            "severity_at_most": 2,
            "touchpoint_days": 30,
            "kinds": ["complaint"],
            "topics": ["delivery", "billing"],
            "touchpoint_types": ["order.delivered_late"],
            "replies": [
                {"language": "en", "subject": "Your refund", "text": "We pay back {amount}."},
                {"language": "es", "subject": "Tu reembolso", "text": "Te devolvemos {amount}."},
                {"language": "pt", "subject": "Seu reembolso", "text": "Devolvemos {amount}."},
            ],
        }
    ],
}


def delivered(who: str, order: str, cents: Any = 1250, *, days_ago: float = 1) -> Event:
    """The event that tells that an order came late to this person, and what of it can be paid back."""
    data = {
        "source": "/shop",
        "id": order,
        "type": "order.delivered_late",
        "customer_key": who,
        "journey": "buy",
        "stage": "delivery",
        "channel": "web",
        "owner": "logistics",
        "segment": None,
        "attributes": {"refundable_cents": cents, "street": "Calle Luna 7"},
    }
    at = now() - timedelta(days=days_ago)
    return Event(new_id(), "survey.touchpoint.received", order, at, "request-1", data)


def complained(who: str, order: str, comment: str = LATE, *, number: int = 1) -> Event:
    """The event that tells what this person says about that order; number by number another answer."""
    answer = said("bruno", comment)
    response_id = str(derived_id("complained", who, order, str(number)))
    about = {"source": "/shop", "id": order, "type": "order.delivered_late"}
    data = {
        **answer.data,
        "response_id": response_id,
        "touchpoint": about,
        "customer_key": who,
        "submitted_at": now().isoformat(),
    }
    return replace(answer, id=new_id(), subject=response_id, data=data)


def declare(router: Running, key: dict[str, str]) -> None:
    """Let refundable_cents be an amount."""
    answer = router.client.put(f"{POLICIES}/amounts", json=AMOUNTS, headers=key)
    assert answer.status_code == 200, answer.text


def tried(router: Running, policy: dict[str, Any], key: dict[str, str]) -> Any:
    """What a policy would have decided in the last month."""
    since, until = now() - timedelta(days=30), now() + timedelta(minutes=1)
    body = {"policy": policy, "since": since.isoformat(), "until": until.isoformat()}
    return router.post(f"{POLICIES}/dry-run", body, key)


def put_in_force(
    router: Running, policy: dict[str, Any], analyst: dict[str, str], boss: dict[str, str]
) -> None:
    """The analyst tries it, the boss puts it in force."""
    dry_run = tried(router, policy, analyst)
    assert dry_run.status_code == 201, dry_run.text
    answer = router.post(POLICIES, {"dry_run": dry_run.json["id"]}, boss)
    assert answer.status_code == 200, answer.text
