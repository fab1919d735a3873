"""How people joined the demo company: each contact was fine, and yet many waited long, asked again, and left."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from escucha.demo.touchpoints import touchpoint

KEY = "join"
# What Faro changed of the journey that comes with Escucha. Who has not heard anything for a month has given up; and
# the survey after a month asks about the whole way, not about one contact.
CHANGES = {
    "window_days": 31,
    "first_month": {
        "sale": ["contract.filled"],
        "follow_up": ["follow_up.made"],
        "issues": ["contact.closed", "setup.failed"],
    },
    "surveys": ["first-month"],
    "time_zone": "Europe/Madrid",
    "sources": [
        {
            "key": "coverage-map",
            "name": {"en": "Coverage map", "es": "Mapa de cobertura", "pt": "Mapa de cobertura"},
            "fresh_days": 30,
        },
        {
            "key": "customer-file",
            "name": {"en": "Customer file", "es": "Ficha del cliente", "pt": "Cadastro do cliente"},
            "fresh_days": 7,
        },
        {
            "key": "delivery-list",
            "name": {"en": "Delivery list", "es": "Lista de entregas", "pt": "Lista de entregas"},
            "fresh_days": 1,
        },
    ],
}

_SEED = 20260801
_CUSTOMERS = 560
_DAYS = 88
_PROMISED = timedelta(days=4)
# Who never says how it was: for them the others' answers have to tell.
_SILENT = 0.1

_OWNERS = {
    "contact.closed": "support",
    "delivery.promised": "operations",
    "follow_up.made": "support",
    "setup.failed": "installation",
}


@dataclass
class Way:
    """One customer's way: what happened, and what the customer said about single contacts and at its end."""

    number: int
    at: datetime
    chance: random.Random
    channel: str
    segment: str
    until: datetime
    touchpoints: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def customer_key(self) -> str:
        return f"c-{3000 + self.number}"

    def walk(self) -> None:
        """From the first look at the website to the portal, or as far as it went."""
        covered = {
            "source": "coverage-map",
            "found": self.number % 4 > 0,
            "updated_at": self.at.replace(day=1, hour=0).isoformat(),
        }
        self.happens("website.visited", 0, attributes={"lookups": [covered]})
        self.happens("interest.declared", self.days(0.1, 2))
        if self.is_one_of(8):
            self.happens("interest.withdrawn", self.days(0.5, 3))
            return
        self.happens("contract.filled", self.days(0.1, 2))
        self.answers_about_buying()
        due = (self.at + _PROMISED).isoformat()
        self.happens("delivery.promised", 0.05, channel="email", attributes={"due": due})
        self.waits()

    def waits(self) -> None:
        """Between contract and delivery nobody calls; so customers do, and hear that somebody else knows."""
        if self.is_one_of(60):
            self.calls(self.days(2, 4), "where_is_it")
            if self.is_one_of(70):
                self.calls(self.days(1, 4), "where_is_it")
        match self.chance.choices(("refused", "silence", "delivered"), (30, 15, 55))[0]:
            case "refused":
                self.happens("contract.refused", self.days(1, 4), channel="phone")
            case "delivered":
                self.happens("contract.delivered", self.days(1.5, 6), channel="shop")
                self.is_set_up()

    def is_set_up(self) -> None:
        """The equipment is there; whether it works at once is another matter."""
        if self.is_one_of(35):
            self.happens("setup.failed", self.days(1, 3), channel="visit")
            self.calls(self.days(0.1, 1), "does_not_work")
        if self.is_one_of(12):
            return
        self.happens("setup.succeeded", self.days(0.5, 3), channel="visit")
        self.happens("portal.connected", self.days(0.1, 1), channel="web")
        self.happens("product.used", 0.1, channel="web")
        # Faro means to ask everybody how it goes, and comes to it for one in three.
        if self.number % 3 == 0:
            self.happens("follow_up.made", 3, channel="phone")
        self.happens("invoice.paid", self.days(8, 12), channel="web")

    def calls(self, days: float, intent: str) -> None:
        """A contact with support: friendly, and closed, and as the customer sees it that day solved."""
        found = self.chance.choice((0, 1, 1, 2))
        known = {"intent": intent, "lookups": self.looks_up(days, found)}
        self.happens("contact.closed", days, channel="phone", attributes=known)
        if self.is_one_of(70):
            contacts = "one" if self.is_one_of(90) else "two"
            again = {} if contacts == "one" else {"repeated": self.chance.choice(("yes", "no"))}
            easy = self.chance.choice((6, 6, 7)) if self.is_one_of(96) else 3
            solved = "yes" if self.is_one_of(92) else "no"
            self.says(
                "after-interaction",
                {"owner": "support", "channel": "phone"},
                {"effort": easy, "resolved": solved, "contacts": contacts, **again},
            )

    def looks_up(self, days: float, found: int) -> list[dict[str, Any]]:
        """The customer's file is as new as what happened last; the list of deliveries is copied on Mondays at six."""
        monday = self.at + timedelta(days=days, hours=-6)
        monday = monday.replace(hour=6, minute=0, second=0, microsecond=0) - timedelta(days=monday.weekday())
        return [
            {"source": "customer-file", "found": found > 0, "updated_at": self.at.isoformat()},
            {"source": "delivery-list", "found": found > 1, "updated_at": monday.isoformat()},
        ]

    def answers_about_buying(self) -> None:
        """Buying is easy: that is what everybody looks after."""
        if self.is_one_of(70):
            place = {"stage": "fill_contract", "owner": "sales", "channel": self.channel}
            satisfied = self.chance.choice((4, 5, 5)) if self.is_one_of(96) else 2
            easy = self.chance.choice((6, 7, 7)) if self.is_one_of(96) else 4
            self.says("after-sale", place, {"satisfied": satisfied, "effort": easy, "clear": "yes"})

    def looks_back(self) -> None:
        """Days later many are asked whether they would recommend Faro: who had to wait and to call would not."""
        kinds = {one["type"]: datetime.fromisoformat(one["time"]) for one in self.touchpoints}
        chance = random.Random(f"{_SEED}-{self.number}")  # noqa: S311  a made-up company, not a secret
        if "delivery.promised" not in kinds or chance.random() < _SILENT:
            return
        calls = sum(one["type"] == "contact.closed" for one in self.touchpoints)
        unhappy = chance.random() < 0.05 + 0.2 * calls + 0.25 * ("contract.delivered" not in kinds)
        recommend = chance.choice((0, 2, 3, 4, 5, 6)) if unhappy else chance.choice((7, 8, 9, 9, 10, 10))
        satisfied = chance.choice((1, 2, 3)) if unhappy else chance.choice((3, 4, 5))
        self.at = kinds.get("portal.connected", self.at) + timedelta(days=chance.uniform(4.5, 8))
        place = {"stage": "first_month", "owner": "installation", "channel": self.channel}
        self.says("first-month", place, {"satisfied": satisfied, "recommend": recommend})

    def happens(
        self, kind: str, days: float, channel: str | None = None, attributes: dict[str, Any] | None = None
    ) -> None:
        """Something, so many days after what happened before."""
        self.at += timedelta(days=days)
        if self.at > self.until:
            return
        place = {"journey": KEY, "channel": channel or self.channel, "segment": self.segment}
        if kind in _OWNERS:
            place["owner"] = _OWNERS[kind]
        id_ = f"join-{self.number}-{len(self.touchpoints)}"
        self.touchpoints.append(touchpoint(id_, kind, self.at, {"key": self.customer_key}, place, attributes))

    def says(self, survey: str, place: dict[str, str], answers: dict[str, Any]) -> None:
        """An answer an hour after what happened last, if that is not still to come."""
        said_at = self.at + timedelta(hours=1)
        if said_at > self.until:
            return
        row = {
            "id": f"join-{self.number}-{len(self.answers)}",
            "submitted_at": said_at.isoformat(),
            "language": "es",
            "customer_key": self.customer_key,
            "journey": KEY,
            "segment": self.segment,
            **place,
            "answers": answers,
        }
        self.answers.append((survey, row))

    def days(self, least: float, most: float) -> float:
        """So many, by chance."""
        return self.chance.uniform(least, most)

    def is_one_of(self, percent: int) -> bool:
        """Whether this customer is one of so many in a hundred."""
        return self.chance.random() * 100 < percent


def ways(now: datetime) -> Iterator[Way]:
    """The same people each time, on the same days before now. What would come after now has not happened yet."""
    chance = random.Random(_SEED)  # noqa: S311  a made-up company, not a secret
    for number in range(_CUSTOMERS):
        age = timedelta(days=_DAYS * (number + chance.random()) / _CUSTOMERS)
        channel, segment = chance.choice(("web", "web", "shop")), chance.choice(("home", "home", "business"))
        way = Way(number, now - age, chance, channel, segment, until=now)
        way.walk()
        way.looks_back()
        yield way
