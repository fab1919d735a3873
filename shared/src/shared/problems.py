"""Errors as RFC 9457 tells them: one shape for every error of every service."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

CONTENT_TYPE = "application/problem+json"


@dataclass
class Problem(Exception):
    """A request that can't be done, and why. `errors` maps the path of a field to what is wrong with it."""

    status: int
    detail: str
    errors: dict[str, list[str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.detail

    def body(self, request_id: str) -> dict[str, Any]:
        """The problem as JSON, with the request id that the logs know it by."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "request_id": request_id,
        }
        if self.errors:
            body["errors"] = [
                {"field": path, "detail": text} for path, texts in self.errors.items() for text in texts
            ]
        return body


def not_found(what: str) -> Problem:
    """404: there is no such thing, or none that the caller may see."""
    return Problem(404, f"There is no {what} here.")


def invalid(errors: dict[str, list[str]]) -> Problem:
    """422: the request is understood but some fields can't be taken."""
    return Problem(422, "Some fields can't be accepted; each is named with its reason.", errors)


def flatten(messages: Any, path: str = "") -> dict[str, list[str]]:
    """marshmallow's nested messages as {"data.customer.email": ["…"]}."""
    if isinstance(messages, dict):
        flat: dict[str, list[str]] = {}
        for key, value in messages.items():
            step = "" if key == "_schema" else str(key)
            flat.update(flatten(value, ".".join(part for part in (path, step) if part)))
        return flat
    if isinstance(messages, list):
        return {path or "body": [str(message) for message in messages]}
    return {path or "body": [str(messages)]}
