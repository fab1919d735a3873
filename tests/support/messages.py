"""Messages that another service asks for, and what tests do with them."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from shared.clock import now
from shared.ids import derived_id
from support.apps import SECRET_KEY, Running
from support.letters import INTERNAL
from survey.correspondence import message_mail
from survey.domain.message_ids import Mail
from survey.domain.message_ids import message_id as naming
from survey.mail.outbox import Outbox
from survey.settings import SurveySettings
from survey.use_cases.send_messages import send_messages


def message(number: int = 1, **change: Any) -> dict[str, Any]:
    """A reply to Ana, as the router asks for it."""
    return {
        "id": str(message_id(number)),
        "to": {"customer_key": "ana"},
        "kind": "reply",
        "language": "es",
        "subject": "Tu queja sobre la factura",
        "text": "Hola, Ana:\n\nHemos corregido la factura.",
        "reference": "case-17",
        **change,
    }


def message_id(number: int) -> UUID:
    """The id of the message of this number."""
    return derived_id("a test's message", str(number))


def named(number: int, mail: Mail = "message", secret_key: str = SECRET_KEY) -> str:
    """The Message-ID of the message of this number, or of a letter whose id would be that number's."""
    return naming(mail, message_id(number), "faro.example", secret_key)


def ask(house: Running, number: int = 1, **change: Any) -> Any:
    """Ask for a message with the services' own key."""
    return house.post("/survey/v1/messages", message(number, **change), INTERNAL)


def send(house: Running, smtp_url: str, later: timedelta = timedelta(0), **outbox: Any) -> int:
    """Send what is due, or will be."""
    settings = house.service.settings
    assert isinstance(settings, SurveySettings)
    with Outbox(smtp_url, **{"connections": 4, **outbox}) as way_out:
        compose = partial(message_mail, settings)
        return send_messages(
            house.service.change, way_out, compose, lambda: now() + later, timedelta(seconds=60)
        )


def told(house: Running) -> list[tuple[str, dict[str, Any]]]:
    """What the event log tells of messages, oldest first: what happened, and the data."""
    events = house.get("/survey/v1/events?limit=500", INTERNAL).json["events"]
    kind = "survey.message."
    return [
        (event["type"].removeprefix(kind), event["data"])
        for event in events
        if event["type"].startswith(kind)
    ]
