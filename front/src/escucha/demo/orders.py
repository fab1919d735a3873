"""Orders that came late to the demo company's customers, and the policy by which some are paid back at once."""

from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

import httpx
import yaml

from escucha.demo.answering import tell_and_answer
from escucha.demo.touchpoints import touchpoint

JOURNEY = "buy"
_PLACE = {
    "journey": JOURNEY,
    "stage": "delivery",
    "channel": "web",
    "owner": "operations",
    "segment": "home",
}

_POLICIES = "/router/v1/decision-policies"
_AMOUNT = "refundable_cents"

# Cents that can be paid back, language, and what the customer said. The first ones are what the policy is tried on.
_BEFORE = (
    (1250, "en", "The order came a week late, and I had paid for express delivery."),
    (990, "es", "El pedido llegó diez días tarde y nadie avisó. Quiero que me devuelvan el envío."),
    (1990, "pt", "A entrega atrasou uma semana e eu tinha pago o frete expresso."),
    (4900, "es", "La entrega del pedido se retrasó dos semanas, y yo había pagado el envío urgente."),
)
_SINCE = (
    (1450, "en", "My order was delivered six days late, although I had paid for express delivery."),
    (3900, "pt", "O pedido chegou dez dias atrasado e ninguém avisou. Quero o frete de volta."),
)


def complain_of_late_orders(house: httpx.Client, moment: datetime) -> None:
    """Before anybody thought of a policy."""
    amounts = {"amounts": [{"attribute": _AMOUNT, "currency": "EUR"}]}
    house.put(f"{_POLICIES}/amounts", json=amounts).raise_for_status()
    _complain(house, _BEFORE, 2101, moment)


def pay_back_at_once(house: httpx.Client, finance: dict[str, str], moment: datetime) -> None:
    """The operator tries the policy on what was said, finance puts it in force, and others complain.

    `house` speaks for the operator, `finance` are the headers of the second person.
    """
    if not house.get(_POLICIES).raise_for_status().json()["version"]:
        policy = files("escucha.demo").joinpath("company/policy.yaml").read_text(encoding="utf-8")
        period = {"since": (moment - timedelta(days=30)).isoformat(), "until": moment.isoformat()}
        draft = {"policy": yaml.safe_load(policy), **period}
        tried = house.post(f"{_POLICIES}/dry-run", json=draft).raise_for_status().json()
        house.post(_POLICIES, json={"dry_run": tried["id"]}, headers=finance).raise_for_status()
    _complain(house, _SINCE, 2151, moment)


def _complain(
    house: httpx.Client, orders: tuple[tuple[int, str, str], ...], first: int, moment: datetime
) -> None:
    """Tell of each order, and answer as its customer does, by the link."""
    late = [
        _late_order(first + place, cents, language, moment)
        for place, (cents, language, _) in enumerate(orders)
    ]
    said = {
        f"order-{first + place}": {"satisfied": 2, "effort": 3, "comment": comment}
        for place, (_, _, comment) in enumerate(orders)
    }
    tell_and_answer(house, late, said)


def _late_order(number: int, cents: int, language: str, moment: datetime) -> dict[str, Any]:
    customer = {"key": f"c-{number}", "email": f"customer-{number}@example.com", "language": language}
    return touchpoint(
        f"order-{number}",
        "order.delivered_late",
        moment - timedelta(hours=1),
        customer,
        _PLACE,
        {_AMOUNT: cents},
        source="/faro/shop",
    )
