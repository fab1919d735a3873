"""Prometheus metrics, over all processes of the server when PROMETHEUS_MULTIPROC_DIR is set."""

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

REQUESTS = Counter("escucha_http_requests", "Answered requests", ["service", "route", "method", "status"])
UNLIMITED = Counter("escucha_http_unlimited", "Requests let through uncounted, with Redis away", ["service"])
SECONDS = Histogram("escucha_http_request_seconds", "Time to answer", ["service", "route", "method"])


def exposition(service: str, figures: Collector | None = None) -> tuple[bytes, str]:
    """One service's metrics in the text format of Prometheus, and the content type.

    `figures` are those that the service looks up when it is asked, the same whichever of its processes answers.
    """
    source = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.MultiProcessCollector(source)  # type: ignore[no-untyped-call]
    else:
        source = REGISTRY
    registry = CollectorRegistry()
    registry.register(_OfService(source, service))
    if figures:
        registry.register(figures)
    return generate_latest(registry), CONTENT_TYPE_LATEST


class _OfService(Collector):
    """Several services may live in one process; each shows its own figures only."""

    def __init__(self, source: CollectorRegistry, service: str) -> None:
        self._source = source
        self._service = service

    def collect(self) -> list[Metric]:
        kept = []
        for metric in self._source.collect():
            metric.samples = [s for s in metric.samples if s.labels.get("service") == self._service]
            if metric.samples:
                kept.append(metric)
        return kept
