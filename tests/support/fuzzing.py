"""Requests of every sort that an OpenAPI document allows, and some that it doesn't; what comes back must be in it."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.transport.serialization import Binary

from shared import access
from support.apps import Running

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
EXAMPLES = {GenerationMode.POSITIVE: 25, GenerationMode.NEGATIVE: 15}


@schemathesis.serializer("message/rfc822", "text/csv", "application/x-ndjson")
def _as_it_is(_: schemathesis.SerializationContext, value: Any) -> bytes:
    """Bodies that are files."""
    return value.data if isinstance(value, Binary) else str(value).encode(errors="replace")


def scopes(it: Running) -> list[str]:
    """Every scope that a route of the app names."""
    views = it.app.view_functions.values()
    return sorted({view.scope for view in views if hasattr(view, "scope")} - {access.PUBLIC, access.ANY_KEY})


def surprises(it: Running) -> list[str]:
    """What the service answered that its own OpenAPI document does not say, by operation. The same in every run."""
    document = f"/{it.service.name}/v1/openapi.json"
    # Which answers there are without a key, or with a wrong one, has tests of its own.
    config = schemathesis.Config.from_dict({"generation": {"with-security-parameters": False}})
    schema: Any = schemathesis.openapi.from_wsgi(document, it.app, config=config)
    headers = it.key(*scopes(it))
    found = []
    for result in schema.get_all_operations():
        operation = result.ok()
        for mode, examples in EXAMPLES.items():
            try:
                _try(operation.as_strategy(generation_mode=mode), examples, headers)
            except Unsatisfiable:
                # Where nothing is given, nothing can be wrong.
                assert mode is GenerationMode.NEGATIVE, operation.label
            except FailureGroup as surprise:
                told = "; ".join(str(failure) for failure in surprise.exceptions)
                found.append(f"{operation.label} ({mode.value}): {told}")
    return found


def _try(strategy: Any, examples: int, headers: dict[str, str]) -> None:
    @settings(
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=examples,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def answers_as_documented(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    answers_as_documented()
