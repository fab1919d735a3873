"""The documentation of a service, to click on."""

from typing import Any

from flask import Blueprint as PageBlueprint
from flask import Response
from flask_swagger_ui import get_swaggerui_blueprint

from shared.service import Service

# Swagger's page holds its script and style in itself; it speaks to nobody but us.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def docs(service: Service[Any], title: str) -> PageBlueprint:
    """Swagger's page. Left to itself it would show the document to a validator on the internet."""
    blueprint: PageBlueprint = get_swaggerui_blueprint(
        f"/{service.name}/docs",
        f"/{service.name}/v1/openapi.json",
        config={"app_name": title, "validatorUrl": "none"},
    )

    @blueprint.after_request
    def keep_to_ourselves(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _POLICY
        return response

    return blueprint
