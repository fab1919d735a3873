"""What the home page asks the services; one that does not answer in time is left out, never waited for."""

from http import HTTPStatus
from typing import Any

import httpx
import structlog

from escucha.home.settings import HomeSettings
from shared import inside
from shared.api_keys import Caller

_TIMEOUT_S = 3

log = structlog.get_logger()


class AwayError(Exception):
    """A service that might know does not answer."""


def summaries(settings: HomeSettings) -> dict[str, dict[str, Any]]:
    """What came in today, by service."""
    found = {}
    for service in settings.service_urls:
        answer = _get(settings, service, "summary", settings.internal_key)
        if answer is not None and answer.is_success:
            found[service] = answer.json()
    return found


def who_holds(settings: HomeSettings, key: str) -> dict[str, Caller]:
    """What a key may do, by service; empty when no service knows it. AwayError when one may know it that is away."""
    if not (key and key.isascii() and key.isprintable()):  # no header can hold it
        return {}
    found, away = {}, []
    for service in settings.service_urls:
        answer = _get(settings, service, "key", key)
        if answer is None or answer.is_server_error or answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            away.append(service)
        elif answer.is_success:
            body = answer.json()
            found[service] = Caller(body["name"], frozenset(body["scopes"]), body["subject"])
    if away and not found:
        raise AwayError(", ".join(away))
    return found


def _get(settings: HomeSettings, service: str, what: str, key: str) -> httpx.Response | None:
    url = f"{settings.service_urls[service]}/{service}/v1/{what}"
    try:
        with inside.client(timeout=_TIMEOUT_S) as client:
            return client.get(url, headers={"Authorization": f"Bearer {key}"})
    except httpx.HTTPError as error:
        log.warning("service.away", service=service, error=repr(error))
        return None
