"""Every route of every service names the scope that it needs, and documents itself."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from marshmallow import class_registry

import feedback_router.app
import scoring.app
import survey.app
from shared import access, openapi
from support.environment import all_settings

ROOT = Path(__file__).parents[2]

PUBLIC_ROUTES = {
    "/livez",
    "/readyz",
    "/metrics",
    "/s/<token>",
    "/o/<token>",
    "/s/<token>/",
    "/o/<token>/",
    "/s/<token>/<path:more>",
    "/o/<token>/<path:more>",
    "/s/<token>/partial",
    "/s/<token>/unsubscribe",
    "/c",
    "/c/begun",
    "/c/<reference>",
    "/digests/<token>",
    "/digests/<token>/opened",
    "/praise/<person>/<token>",
}


# What these answer is kept for a day: nothing in it may tell of a person.
KEYED_ROUTES = {
    "/v1/surveys",
    "/v1/triggers",
    "/v1/contact-policies",
    "/v1/retention-policies",
    "/v1/links",
    "/v1/rules",
    "/v1/executives",
    "/v1/plans",
    "/v1/journeys/proposals",
    "/v1/identities/joins",
    "/v1/audits/gaming",
    "/v1/audits/gaming/<uuid:audit_id>/results/<int:place>/notes",
}


@pytest.fixture(params=[survey, feedback_router, scoring], ids=lambda package: package.__name__)
def app(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Flask:
    for name, value in all_settings().items():
        monkeypatch.setenv(name, value)
    app = request.param.app.create_app()
    assert isinstance(app, Flask)
    return app


def own_rules(app: Flask):
    """All but the documentation, which libraries serve and which holds no data."""
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith(("api-docs", "swagger_ui", "static")):
            yield rule, app.view_functions[rule.endpoint]


def test_every_route_names_its_scope(app: Flask):
    nameless = [rule.rule for rule, view in own_rules(app) if not hasattr(view, "scope")]
    assert nameless == []


def test_only_the_expected_routes_are_public(app: Flask):
    public = {rule.rule for rule, view in own_rules(app) if getattr(view, "scope", None) == access.PUBLIC}
    service = app.extensions["escucha"].name
    assert {rule.removeprefix(f"/{service}") for rule in public} <= PUBLIC_ROUTES


def test_only_the_expected_routes_keep_what_they_answered_under_an_idempotency_key(app: Flask):
    keyed = {rule.rule for rule, view in own_rules(app) if getattr(view, "keyed", None)}
    service = app.extensions["escucha"].name
    assert keyed
    assert {rule.removeprefix(f"/{service}") for rule in keyed} <= KEYED_ROUTES


def operations(app: Flask):
    document = app.test_client().get(f"/{app.extensions['escucha'].name}/v1/openapi.json").json
    assert document is not None
    assert document["openapi"].startswith("3.1")
    for path, told in document["paths"].items():
        for method, operation in told.items():
            if method != "parameters":
                yield f"{method} {path}", operation


def test_every_json_route_says_what_it_is_for_and_who_may(app: Flask):
    for place, operation in operations(app):
        assert operation.get("summary"), place
        scopes = [scope for needed in operation["security"] for scope in needed["key"]]
        assert all(f"`{scope}`" in operation["description"] for scope in scopes if scope != access.ANY_KEY), (
            place
        )


def test_every_body_has_an_example(app: Flask):
    # A mail as it came is nobody's to write by hand.
    without = {
        place
        for place, operation in operations(app)
        if "requestBody" in operation
        and not any("example" in body for body in operation["requestBody"]["content"].values())
    }
    assert without <= {"post /survey/v1/delivery-reports"}


def test_every_example_is_taken_and_used(app: Flask):
    package = app.import_name
    examples = openapi.examples(package)
    for name, example in examples.items():
        found = class_registry.get_class(name, all=True)
        # Another service may have a schema of the same name.
        (schema,) = [
            each
            for each in (found if isinstance(found, list) else [found])
            if each.__module__.startswith(f"{package}.")
        ]
        schema().load(example)
    used = {
        json.dumps(body["example"])
        for _, operation in operations(app)
        for body in operation.get("requestBody", {}).get("content", {}).values()
        if "example" in body
    }
    assert {json.dumps(example) for example in examples.values()} <= used


def test_no_form_of_staff_asks_for_a_secret_or_a_file():
    # What is typed there is shown again when a session has ended.
    for template in ROOT.glob("services/*/src/*/templates/*.html"):
        html = template.read_text(encoding="utf-8")
        if html.startswith(('{% extends "staff.html" %}', '{% extends "page.html" %}')):
            assert not re.search(r'type="(password|file)"|enctype', html), template
