"""The feedback-router with teams and a courier, and receivers on this machine."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from feedback_router import jobs as router_jobs
from feedback_router.app import create_app
from feedback_router.outbound.endpoint import Endpoint
from feedback_router.settings import RouterSettings
from feedback_router.use_cases.send_deliveries import LANES, Courier, Lane, Post
from feedback_router.webhooks import jobs
from shared import events
from shared.clock import now
from shared.events import Event
from shared.i18n import Texts
from shared.ids import new_id
from shared.service import Service
from support.apps import INTERNAL_KEY, SECRET_KEY, Running, common, running
from support.complaints import BOOK
from support.databases import Databases
from support.receivers import Receiver, receiver

WORDS = Texts.of("feedback_router.webhooks").by_language


@pytest.fixture
def router_settings(databases: Databases, redis_url: str) -> Iterator[RouterSettings]:
    """Settings for a fresh database; receivers may be on this machine."""
    with databases.copy("feedback_router") as url:
        yield RouterSettings(
            **common(url, redis_url), survey_url="http://127.0.0.1:9", webhook_allow_private=True
        )


@pytest.fixture
def router(router_settings: RouterSettings) -> Iterator[Running]:
    """The feedback-router's app, with the teams billing and network."""
    with running(create_app(router_settings)) as it:
        assert it.post("/router/v1/rules", BOOK, it.key("rules:write")).status_code == 200
        yield it


@pytest.fixture
def billing(router: Running) -> dict[str, str]:
    """The key of the team billing."""
    return router.key("webhooks:read", "webhooks:write", subject="team:billing")


class Office:
    """What happens, and who carries the news."""

    def __init__(self, router: Running, key: dict[str, str]) -> None:
        self.router = router
        self.key = key
        self.later = timedelta(0)
        self.couriers: list[Courier] = []

    def clock(self) -> datetime:
        """The moment, or a later one."""
        return now() + self.later

    def webhook(self, to: Receiver | str, **more: Any) -> str:
        """Create a webhook of the team billing for a receiver, which learns the secret; the webhook's id."""
        url = to if isinstance(to, str) else to.url
        answer = self.router.post("/router/v1/webhooks", {"url": url, **more}, self.key)
        assert answer.status_code == 201, answer.json
        if isinstance(to, Receiver):
            to.secret = answer.json["secret"]
        return str(answer.json["id"])

    def happens(self, n: int = 1, kind: str = "router.feedback.routed", **data: Any) -> list[str]:
        """So many events of the team billing; their ids."""
        told = [
            Event(new_id(), kind, "item", now(), "request-1", {"team": "billing", "number": number, **data})
            for number in range(n)
        ]
        self.append(told)
        return [str(event.id) for event in told]

    def append(self, told: list[Event]) -> None:
        """Write events into the router's log."""
        with self.router.service.database.transaction() as connection:
            events.append(connection, told)

    def courier(
        self, post: Post | None = None, lanes: tuple[Lane, ...] = LANES, chance: float = 0.0
    ) -> Courier:
        """A process that carries."""
        post = post or Endpoint.make(allow_private=True).post
        transaction = self.router.service.database.transaction
        courier = Courier(transaction, post, SECRET_KEY, WORDS, self.clock, lambda: chance, lanes)
        self.couriers.append(courier)
        return courier

    def deliver(self, post: Post | None = None) -> None:
        """Carry what is due to its end."""
        courier = self.courier(post)
        courier.work(jobs.plan, timedelta(seconds=60))
        courier.finish()

    def time_passes(self) -> None:
        """All pauses and all claims are over."""
        with self.router.service.database.transaction() as connection:
            connection.execute(
                "UPDATE webhook_deliveries SET due_at = now(), claimed_until = now() WHERE state = 'waiting'"
            )

    def log(self, webhook: str, **filters: str) -> list[dict[str, Any]]:
        """All deliveries of a webhook, the newest first."""
        query = "&".join(f"{name}={value}" for name, value in {"limit": "500", **filters}.items())
        answer = self.router.get(f"/router/v1/webhooks/{webhook}/deliveries?{query}", self.key)
        assert answer.status_code == 200, answer.json
        items: list[dict[str, Any]] = answer.json["items"]
        return items

    def show(self, webhook: str) -> dict[str, Any]:
        """The webhook as the API shows it."""
        shown: dict[str, Any] = self.router.get(f"/router/v1/webhooks/{webhook}", self.key).json
        return shown

    def post(self, path: str, body: Any = None) -> Any:
        """POST to /router/v1/webhooks/<path>."""
        return self.router.post(f"/router/v1/webhooks/{path}", body, self.key)

    def told(self, kind: str) -> list[dict[str, Any]]:
        """The events of one type in the router's log."""
        answer = self.router.get("/router/v1/events?limit=500", {"Authorization": f"Bearer {INTERNAL_KEY}"})
        return [event for event in answer.json["events"] if event["type"] == kind]


@pytest.fixture
def office(router: Running, billing: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The router's own log is followed as the webhooks' worker does it."""
    service: Service[Any] = router.service
    for each in (jobs, router_jobs):
        monkeypatch.setattr(each, "_service", lambda: service)
    it = Office(router, billing)
    yield it
    for courier in it.couriers:
        courier.close()


@pytest.fixture
def receive() -> Iterator[Receiver]:
    """A receiver that takes everything."""
    with receiver() as it:
        yield it
