"""What every route has in common with the others, written into the OpenAPI documents in one place."""

import functools
import json
from http import HTTPStatus
from importlib import resources
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask
from flask_smorest.utils import prepare_response
from marshmallow import Schema, fields

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


def exact_numbers(_: OpenAPIConverter, field: fields.Field[Any], **__: Any) -> dict[str, Any]:
    """Exact numbers are taken in as numbers or texts and told as texts, so that no reader rounds them."""
    if not (isinstance(field, fields.Decimal) and field.as_string):
        return {}
    return {"type": ["number", "string", "null"] if field.allow_none else ["number", "string"]}


def document_common(
    doc: dict[str, Any], doc_info: dict[str, Any], *, app: Flask, method: str, **_: Any
) -> dict[str, Any]:
    """Add to an operation of a Blueprint what it has in common with others.

    That is its scope in words, examples of its body, the errors that any such route may answer, and the
    Idempotency-Key.
    """
    route = doc_info["route"]
    doc["description"] = route["who"]
    for told in (doc, doc_info.get("manual_doc", {})):
        for kind, body in told.get("requestBody", {}).get("content", {}).items():
            if (example := _example(app.import_name, body["schema"])) is not None:
                bodies = doc.setdefault("requestBody", {}).setdefault("content", {})
                bodies.setdefault(kind, {})["example"] = example
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


@functools.cache
def examples(package: str) -> dict[str, Any]:
    """A body to send for each schema that a service takes in, by the name of the schema's class."""
    path = resources.files(f"{package}.schemas") / "examples.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _example(package: str, schema: Any) -> Any:
    """What to send where this schema is asked for; None where the body is a file, or of one shape or another."""
    if isinstance(schema, Schema):
        example = examples(package).get(type(schema).__name__)
        return [example] if schema.many else example
    return examples(package).get(schema.__name__) if isinstance(schema, type) else None


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
