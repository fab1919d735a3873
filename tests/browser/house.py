"""The survey service as a process of its own, seen from outside: links to hand out, and what it has kept."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from sys import executable
from typing import Any

import httpx
import psycopg

from escucha.supervisor.program import Program
from integration.front.waiting import wait_until
from shared import api_keys
from support.apps import INTERNAL_KEY
from support.environment import all_settings
from support.ports import free_port
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_LINK, case_closed

# The same questions, some of which can't be left out.
AFTER_VISIT: dict[str, Any] = {
    **AFTER_SUPPORT,
    "key": "after-visit",
    "questions": [
        {**question, "required": question["key"] in ("recommend", "resolved")}
        for question in AFTER_SUPPORT["questions"]
    ],
}
AFTER_VISIT_BY_LINK = {
    **AFTER_SUPPORT_BY_LINK,
    "key": "after-visit-by-link",
    "survey": "after-visit",
    "where": {"channel": "shop"},
}


@dataclass(frozen=True)
class Link:
    """One customer's link; no two customers are the same."""

    url: str
    customer: str


@dataclass(frozen=True)
class House:
    """The running service."""

    url: str
    database_url: str
    log: Path
    admin: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def invite(self, *, language: str = "es", channel: str = "phone") -> Link:
        """The fresh link of a new customer; who was in the shop has questions that must be answered."""
        number = next(self._numbers)
        customer = f"customer-{number}"
        touchpoint = case_closed(number, channel=channel, key=customer, language=language)
        answer = self._post("touchpoints", touchpoint)
        return Link(answer["links"][0]["link"], customer)

    def ask(self, survey: dict[str, Any], *, language: str = "es") -> Link:
        """The fresh link of a new customer to a survey of the test's own; its key says which customers get it."""
        self._post("surveys", survey)
        place = f"place-of-{survey['key']}"
        trigger = {
            **AFTER_SUPPORT_BY_LINK,
            "key": place,
            "survey": survey["key"],
            "where": {"channel": place},
        }
        self._post("triggers", trigger)
        return self.invite(language=language, channel=place)

    def poster(self, survey: dict[str, Any] = AFTER_SUPPORT, **asked: Any) -> str:
        """The address of a new open link to this survey."""
        self._post("surveys", survey)
        made = self._post("links", {"survey": survey["key"], "label": "A poster", **asked})
        return str(made["link"])

    @contextmanager
    def brand(self, brand: dict[str, Any]) -> Iterator[None]:
        """The company looks like this for a while, and then like nobody again."""
        self._put_brand(brand)
        try:
            yield
        finally:
            self._put_brand({})

    def answers(self, link: Link) -> list[dict[str, Any]]:
        """What is stored of this customer's answers, one entry a response."""
        items = self._get("responses?limit=500", self.admin)["items"]
        return [item["answers"] for item in items if item["customer_key"] == link.customer]

    def saved(self, link: Link) -> list[dict[str, Any]]:
        """What is saved of this customer's choices that were not sent."""
        with psycopg.connect(self.database_url) as connection:
            query = "SELECT answers FROM partial_answers WHERE customer_key = %s"
            return [row[0] for row in connection.execute(query, [link.customer])]

    def revoke(self, link: Link) -> None:
        """Take the link back."""
        with psycopg.connect(self.database_url) as connection:
            row = connection.execute(
                "SELECT id FROM invitations WHERE customer_key = %s", [link.customer]
            ).fetchone()
        assert row
        self._post(f"invitations/{row[0]}/revoke", {"reason": "a test"})

    def events(self) -> list[dict[str, Any]]:
        """The whole event log."""
        found: list[dict[str, Any]] = []
        page = {"cursor": "", "more": True}
        while page["more"]:
            page = self._get(f"events?limit=500&after={page['cursor']}", INTERNAL_KEY)
            found += page["events"]
        return found

    def expire(self, link: Link) -> None:
        """Let the link's last day be over."""
        with psycopg.connect(self.database_url) as connection:
            connection.execute(
                "UPDATE invitations SET expires_at = now() - interval '1 second' WHERE customer_key = %s",
                [link.customer],
            )

    def requests(self) -> list[tuple[str, str]]:
        """The method and the route of every request so far, as the service itself saw them."""
        lines = (
            json.loads(line) for line in self.log.read_text("utf-8").splitlines() if line.startswith("{")
        )
        return [(line["method"], line["route"]) for line in lines if line.get("event") == "request"]

    def publish(self) -> None:
        """Put the surveys and what leads to them in force."""
        for survey in (AFTER_SUPPORT, AFTER_VISIT):
            self._post("surveys", survey)
        for trigger in (AFTER_SUPPORT_BY_LINK, AFTER_VISIT_BY_LINK):
            self._post("triggers", trigger)

    def _post(self, path: str, body: Any) -> Any:
        answer = httpx.post(f"{self.url}/survey/v1/{path}", json=body, headers=_bearer(self.admin))
        return answer.raise_for_status().json()

    def _put_brand(self, brand: dict[str, Any]) -> None:
        answer = httpx.put(f"{self.url}/survey/v1/brand", json=brand, headers=_bearer(self.admin))
        answer.raise_for_status()

    def _get(self, path: str, key: str) -> Any:
        return httpx.get(f"{self.url}/survey/v1/{path}", headers=_bearer(key)).raise_for_status().json()


@contextmanager
def open_house(database_url: str, redis_url: str, folder: Path) -> Iterator[House]:
    """The survey service under gunicorn, with the surveys published."""
    url = f"http://127.0.0.1:{free_port()}"
    house = House(url, database_url, folder / "survey.log", api_keys.generate())
    with psycopg.connect(database_url) as connection:
        scopes = ["surveys:write", "touchpoints:write", "responses:read"]
        api_keys.store(connection, house.admin, "the browser tests", scopes, None)
    options = ("--threads", "8", "--no-control-socket", "--worker-class", "gthread")
    program = Program(
        "survey",
        [
            executable,
            "-m",
            "gunicorn",
            *options,
            "--bind",
            url.removeprefix("http://"),
            "survey.app:create_app()",
        ],
        env={
            **all_settings(),
            "SURVEY_DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "PUBLIC_URL": url,
        },
        log=house.log,
        house=folder,
        ready=lambda: _answers(url),
    )
    program.start()
    try:
        wait_until(program.ready)
        house.publish()
        yield house
    finally:
        program.stop()


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/survey/readyz").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}
