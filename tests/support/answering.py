"""Customers who answer by link, as a test sees them: what they send, and what is kept of it."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any, Protocol

from werkzeug.test import TestResponse

from shared.clock import now
from support.apps import INTERNAL_KEY, Running
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_LINK, case_closed
from survey.domain.partials import IDLE
from survey.use_cases.keep_partials import keep_partials


@dataclass(frozen=True)
class Customer:
    """A customer with a link of their own; `reader` is a key that may see and erase everything."""

    running: Running
    reader: dict[str, str]
    key: str
    case: str
    path: str

    def get(self, query: str = "") -> TestResponse:
        """Open the link."""
        return self.running.app.test_client().get(self.path + query)

    def send(self, form: dict[str, str], made_for: int | str = 0) -> TestResponse:
        """Send the form that was made for this revision of the answer."""
        revision = {"_revision": str(made_for)} if made_for != 0 else {}
        return self.running.app.test_client().post(self.path, data={**form, **revision})

    def save(self, form: dict[str, Any]) -> None:
        """What the page's script does while the form is filled in."""
        answer = self.running.app.test_client().post(f"{self.path}/partial", data=form)
        assert (answer.status_code, answer.data) == (204, b"")

    def leave(self) -> int:
        """Nothing more is heard of anybody for long enough; how many partial answers were settled."""
        with self.running.service.database.transaction() as connection:
            return keep_partials(connection, now=now() + IDLE)

    def expire(self) -> None:
        """Let the link's last day be over."""
        with self.running.service.database.transaction() as connection:
            connection.execute(
                "UPDATE invitations SET expires_at = %s WHERE customer_key = %s",
                [now() - timedelta(seconds=1), self.key],
            )

    def responses(self) -> list[dict[str, Any]]:
        """The customer's responses by the API; there is one or none."""
        items: list[dict[str, Any]] = self.running.get("/survey/v1/responses?limit=500", self.reader).json[
            "items"
        ]
        return [item for item in items if item["customer_key"] == self.key]

    def response(self) -> dict[str, Any]:
        """The customer's response by the API."""
        (response,) = self.responses()
        return response

    def history(self) -> list[tuple[int, bool, dict[str, Any]]]:
        """Every revision of the response, as its number, whether it is complete, and its answers."""
        found = self.responses()
        if not found:
            return []
        page = self.running.get(f"/survey/v1/responses/{found[0]['id']}/revisions", self.reader).json
        return [(item["revision"], item["complete"], item["answers"]) for item in page["items"]]

    def invitation(self) -> dict[str, Any]:
        """The customer's only invitation, as the database keeps it."""
        (invitation,) = self.copy()["invitations"]
        return dict(invitation)

    def copy(self) -> dict[str, Any]:
        """Everything that is kept of the customer."""
        return dict(self.running.get(f"/survey/v1/customers/{self.key}/copy", self.reader).json)

    def everything(self) -> dict[str, Any]:
        """Everything that is kept of the customer, to be compared."""
        copy = self.copy()
        del copy["made_at"]
        return copy

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The events of a kind that are about this customer, or about nobody any more."""
        internal = {"Authorization": f"Bearer {INTERNAL_KEY}"}
        found: list[dict[str, Any]] = []
        cursor, more = "", True
        while more:
            page = self.running.get(f"/survey/v1/events?limit=500&after={cursor}", internal).json
            found += page["events"]
            cursor, more = page["cursor"], page["more"]
        return [
            event
            for event in found
            if event["type"].startswith(kind) and event["data"].get("customer_key") in (self.key, None)
        ]


class Make(Protocol):
    """Makes a customer; `attributes` are the touchpoint's, `name` the customer's."""

    def __call__(self, *, name: str | None = None, attributes: dict[str, Any] | None = None) -> Customer: ...


def answering(running: Running, survey: dict[str, Any] = AFTER_SUPPORT) -> Make:
    """Publishes a survey; makes customers who are asked by it, in Spanish."""
    key = running.key(
        *("surveys:write", "touchpoints:write", "responses:read", "customers:read", "customers:erase"),
        "audit:read",
    )
    assert running.post("/survey/v1/surveys", survey, key).status_code == 200
    trigger = {**AFTER_SUPPORT_BY_LINK, "survey": survey["key"]}
    assert running.post("/survey/v1/triggers", trigger, key).status_code == 200
    numbers = count(1)

    def make(*, name: str | None = None, attributes: dict[str, Any] | None = None) -> Customer:
        case = case_closed(next(numbers))
        person = f"customer-of-{case['id']}"
        case["data"]["customer"] |= {"key": person, "email": f"{person}@example.com", "name": name}
        case["data"]["attributes"] = attributes or {}
        answer = running.post("/survey/v1/touchpoints", case, key).json
        path = answer["links"][0]["link"].removeprefix("http://localhost")
        return Customer(running, key, person, case["id"], path)

    return make
