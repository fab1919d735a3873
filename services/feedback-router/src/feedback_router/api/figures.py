"""Figures for Prometheus: what is open and what is late, of all teams and of triage."""

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from psycopg.errors import OperationalError
from psycopg_pool import PoolTimeout

from feedback_router.settings import RouterSettings
from feedback_router.store import rules, service_levels
from shared.clock import now
from shared.service import Service

_STATES = ("open", "due_soon", "overdue", "escalated")


class OpenFeedback(Collector):
    """Counted in the database when somebody asks. Teams are not told apart: there may be hundreds of them."""

    def __init__(self, service: Service[RouterSettings]) -> None:
        self._service = service

    def describe(self) -> list[Metric]:
        """Nothing: whoever registers this need not ask the database."""
        return []

    def collect(self) -> list[Metric]:
        """Two families; none while the database is away, for the other figures matter then."""
        try:
            with self._service.read() as connection:
                standings = service_levels.standing(connection, None, now())
                triage = rules.in_force(connection).book.triage
        except (OperationalError, PoolTimeout):
            return []
        every = GaugeMetricFamily(
            "escucha_feedback", "Feedback items of all teams", labels=["service", "state"]
        )
        waiting = GaugeMetricFamily(
            "escucha_feedback_triage", "Feedback items in triage", labels=["service", "state"]
        )
        for state in _STATES:
            numbers = {standing.team: getattr(standing, state) for standing in standings}
            every.add_metric([self._service.name, state], sum(numbers.values()))
            waiting.add_metric([self._service.name, state], numbers.get(triage, 0))
        return [every, waiting]
