"""What every route answers besides what it was asked for, written into the OpenAPI documents in one place."""

from http import HTTPStatus
from typing import Any

from apispec import APISpec
from flask_smorest.utils import prepare_response
from marshmallow import Schema

from shared.idempotency import HEADER, KEPT, MOST
from shared.problems import CONTENT_TYPE

_CHANGES = ("post", "put", "patch")
_TOLD = {
    400: "The request can't be read",
    401: "There is no key, or one that is unknown or has been revoked",
    403: "The key may not do this",
    404: "There is nothing here, or nothing that the key may see",
    409: "What is there now stands in the way",
    413: "This is too much at once",
    415: "The body is in none of the formats that are taken",
    422: "Some fields can't be accepted; each is named with its reason",
    429: "The key has no requests left in this minute",
    503: "The database does not answer",
}
_LIMIT_HEADERS = {
    "RateLimit-Policy": "How many requests a key may make: `q` of them within `w` seconds",
    "RateLimit": "`r` requests are left; after `t` seconds there are more",
}


def register_problems(spec: APISpec, schema: type[Schema]) -> None:
    """Make a named answer of each HTTP error: a problem, with the headers that come with it."""
    for status in HTTPStatus:
        answer: dict[str, Any] = {"description": _TOLD.get(status, status.phrase), "schema": schema}
        if status in (409, 429, 503):
            answer["headers"] = {
                "Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}
            }
        if status == 429:
            answer["headers"] |= {
                name: {"description": text, "schema": {"type": "string"}}
                for name, text in _LIMIT_HEADERS.items()
            }
        prepare_response(answer, spec, CONTENT_TYPE)
        spec.components.response(status.name, answer, lazy=True)


def document_common(
    doc: dict[str, Any], doc_info: dict[str, Any], *, method: str, **_: Any
) -> dict[str, Any]:
    """Add the errors that any such route may answer, and the Idempotency-Key, to an operation of a Blueprint."""
    route = doc_info["route"]
    responses = doc.setdefault("responses", {})
    for status in _statuses(method, public=route["public"]):
        responses.setdefault(status, HTTPStatus(status).name)
    for status, answer in responses.items():
        if (
            int(status) >= 400
            and isinstance(answer, dict)
            and "application/json" in answer.get("content", {})
        ):
            answer["content"][CONTENT_TYPE] = answer["content"].pop("application/json")
    if route["keyed"] is not None:
        doc.setdefault("parameters", []).append(_key_parameter(required=route["keyed"] == "required"))
    return doc


def _statuses(method: str, *, public: bool) -> list[int]:
    found = [404, 422, 503]  # a path, a body or a filter can name what is not there
    if not public:
        found += [401, 403, 429]
    if method in _CHANGES:
        found += [400, 409, 413, 415]
    if method == "delete":
        found += [409]
    return sorted(found)


def _key_parameter(*, required: bool) -> dict[str, Any]:
    hours = KEPT.total_seconds() / 3600
    return {
        "in": "header",
        "name": HEADER,
        "required": required,
        "description": f"A string of the caller's choice, such as a UUID in quotes. The same request with it again, "
        f"within {hours:.0f} hours, changes nothing and is given the first answer; another one is refused (422).",
        "schema": {"type": "string", "minLength": 1, "maxLength": MOST},
    }
