"""The whole system as separate processes, started once for all tests here."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from escucha.embedded.place import temporary
from escucha.embedded.postgres import postgres
from escucha.embedded.valkey import Valkey
from support.house import House, house
from support.mailbox import Mailbox, mailbox
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_EMAIL, AFTER_SUPPORT_BY_LINK

RULES = {
    "triage": "triage",
    "teams": [
        {"key": "billing", "name": "Billing", "description": "Invoices and refunds."},
        {"key": "network", "name": "Network", "description": "Outages."},
        {"key": "triage", "name": "Triage", "description": "Whatever nobody else takes."},
    ],
    "rules": [
        {"key": "money", "team": "billing", "words": ["factura*", "invoice*", "refund*", "cobr*"]},
        {"key": "connection", "team": "network", "words": ["internet", "conexión", "connection"]},
    ],
}


@dataclass(frozen=True)
class Town:
    """The house and what stands around it."""

    house: House
    mail: Mailbox
    valkey: Valkey
    admin: dict[str, str]


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Everything runs; a survey, its triggers and the routing rules are published."""
    with temporary() as data, temporary() as queue, postgres(data) as server_url, mailbox() as mail:
        valkey = Valkey(queue)
        valkey.start()
        try:
            with house(tmp_path_factory.mktemp("house"), server_url, valkey.url, mail.url) as it:
                admin = it.key(
                    "survey", "surveys:write", "touchpoints:write", "responses:write", "responses:read"
                )
                it.post("survey", "surveys", AFTER_SUPPORT, admin)
                for trigger in (AFTER_SUPPORT_BY_LINK, AFTER_SUPPORT_BY_EMAIL):
                    it.post("survey", "triggers", trigger, admin)
                it.post("router", "rules", RULES, it.key("router", "rules:write"))
                yield Town(it, mail, valkey, admin)
        finally:
            valkey.stop()
