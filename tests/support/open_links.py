"""Open links, as a test sees them: who opens one, what they send, and what is kept of it."""

import html
import re
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from support.apps import INTERNAL_KEY, Running
from support.samples import AFTER_SUPPORT

_STAMP = re.compile(r'name="_stamp" value="([^"]+)"')


def stamp_of(page: TestResponse) -> str:
    """The stamp of the form that a page shows."""
    found = _STAMP.search(page.text)
    assert found
    return html.unescape(found[1])


@dataclass(frozen=True)
class Poster:
    """An open link; `key` may see and change everything."""

    running: Running
    key: dict[str, str]
    made: dict[str, Any]

    @property
    def path(self) -> str:
        """The path of the link."""
        return str(self.made["link"]).removeprefix("http://localhost")

    def get(self, query: str = "", **headers: str) -> TestResponse:
        """Open the link."""
        return self.running.app.test_client().get(self.path + query, headers=headers)

    def send(self, form: dict[str, str], stamp: str | None = None) -> TestResponse:
        """Open the link and send the form; or send the one with this stamp, which was opened before."""
        sealed = stamp_of(self.get()) if stamp is None else stamp
        return self.running.app.test_client().post(self.path, data={"_stamp": sealed, **form})

    def responses(self) -> list[dict[str, Any]]:
        """All responses by the API."""
        items: list[dict[str, Any]] = self.running.get("/survey/v1/responses?limit=500", self.key).json[
            "items"
        ]
        return items

    def rejected(self) -> list[dict[str, Any]]:
        """What was rejected, by the API."""
        page = self.running.get(f"/survey/v1/links/{self.made['id']}/rejected", self.key).json
        return list(page["items"])

    def listed(self) -> dict[str, Any]:
        """The link as it is listed."""
        items = self.running.get("/survey/v1/links", self.key).json["items"]
        return next(item for item in items if item["id"] == self.made["id"])

    def revoke(self) -> Any:
        """Take the link back."""
        return self.running.client.post(f"/survey/v1/links/{self.made['id']}/revoke", headers=self.key)

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The events of a kind."""
        page = self.running.get(
            "/survey/v1/events?limit=500", {"Authorization": f"Bearer {INTERNAL_KEY}"}
        ).json
        return [event for event in page["events"] if event["type"].startswith(kind)]


def poster(running: Running, survey: dict[str, Any] = AFTER_SUPPORT, **asked: Any) -> Poster:
    """Publish a survey and make an open link to it, at the exit of a shop."""
    key = running.key("surveys:write", "surveys:read", "responses:read", "audit:read")
    assert running.post("/survey/v1/surveys", survey, key).status_code == 200
    body = {"survey": survey["key"], "label": "Shop, exit", "journey": "buy", "channel": "shop", **asked}
    answer = running.post("/survey/v1/links", body, key)
    assert answer.status_code == 201, answer.text
    return Poster(running, key, answer.json)
