"""Whether a service is alive, whether it can work, and its figures."""

from typing import Any

from flask import Blueprint as PageBlueprint
from flask import Response
from prometheus_client.registry import Collector
from psycopg.errors import OperationalError
from psycopg_pool import PoolTimeout

from shared import access, metrics
from shared.service import Service


def health(service: Service[Any], figures: Collector | None) -> PageBlueprint:
    """The routes that supervisors and Prometheus ask; they need no key."""
    blueprint = PageBlueprint("health", __name__, url_prefix=f"/{service.name}")

    @blueprint.get("/livez")
    @access.page(access.PUBLIC)
    def livez() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @blueprint.get("/readyz")
    @access.page(access.PUBLIC)
    def readyz() -> tuple[dict[str, Any], int]:
        """What the service needs answers too. Without its queue it is slow but loses nothing, so it stays ready."""
        checks = {"database": _database_answers(service), "queue": service.bell.answers()}
        return {"status": "ok" if all(checks.values()) else "degraded", "checks": checks}, (
            200 if checks["database"] else 503
        )

    @blueprint.get("/metrics")
    @access.page(access.PUBLIC)
    def exposition() -> Response:
        """Figures for Prometheus."""
        body, content_type = metrics.exposition(service.name, figures)
        return Response(body, content_type=content_type)

    return blueprint


def _database_answers(service: Service[Any]) -> bool:
    try:
        with service.read() as connection:
            connection.execute("SELECT 1")
    except (OperationalError, PoolTimeout):
        return False
    return True
