"""Idempotency-Key: what is asked twice under one key is done once, and answered the same the second time.

As draft-ietf-httpapi-idempotency-key-header-07 has it: 400 without a key where one is required, 409 while the first
request is still being worked on, 422 when the key comes with another payload.
"""

import hmac
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal

from flask import Response, make_response, request
from psycopg import Connection

from shared.api_keys import Caller
from shared.clock import now
from shared.db import statements
from shared.problems import Problem
from shared.service import Service, current

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
MOST = 255
Keyed = Literal["optional", "required"]

_SQL = statements("shared", "idempotency")
# A string of RFC 9651; many programs send it without its quotes, which can mean nothing else.
_QUOTED = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\])*)"')
_BARE = re.compile(r"[!#-\[\]-~]+")


def once(respond: Callable[[], Any], caller: Caller, keyed: Keyed) -> Response:
    """The answer to this request, or the one that its key was given before; every change within commits with it."""
    key = read_key(request.headers.get(HEADER))
    if key is None:
        if keyed == "required":
            raise Problem(400, f"Send an {HEADER} with this request, so that it can be repeated safely.")
        return make_response(respond())
    service = current()
    with service.around() as connection:
        place = _hash(
            service, caller.prefix, caller.name, caller.subject or "", key, request.method, request.path
        )
        if not _lock(connection, place):
            raise Problem(
                409, f"The first request with this {HEADER} is not done yet.", headers={"Retry-After": "1"}
            )
        kept = connection.execute(_SQL["find"], {"id": place, "since": now() - KEPT}).fetchone()
        if kept is not None:
            return _again(service, *kept)
        response = make_response(respond())
        # The payload last: a view that limits its body has done so by now.
        _keep(connection, place, _fingerprint(service), response, now())
        return response


def forget_idempotency_keys(service: Service[Any]) -> int:
    """Forget the answers that are older than a day; how many these were."""
    with service.change() as connection:
        return connection.execute(_SQL["forget"], {"until": now() - KEPT}).rowcount


def read_key(value: str | None) -> str | None:
    """The key in a header's value, None where there is no header. Problem (400) when it is empty, odd or too long."""
    if value is None:
        return None
    text = value.strip()
    quoted = _QUOTED.fullmatch(text)
    key = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else text
    if not 1 <= len(key) <= MOST or not (quoted or _BARE.fullmatch(text)):
        raise Problem(400, f"An {HEADER} is a string of 1 to {MOST} ASCII characters, such as a UUID.")
    return key


def _again(
    service: Service[Any], fingerprint: bytes, status: int, content_type: str, body: bytes
) -> Response:
    if not hmac.compare_digest(fingerprint, _fingerprint(service)):
        raise Problem(422, f"This {HEADER} was used with another payload; a new request needs a new key.")
    return Response(body, status, content_type=content_type)


def _keep(connection: Connection, place: bytes, fingerprint: bytes, response: Response, at: datetime) -> None:
    connection.execute(
        _SQL["keep"],
        {
            "id": place,
            "fingerprint": fingerprint,
            "status": response.status_code,
            "content_type": response.content_type,
            "body": response.get_data(),
            "now": at,
        },
    )


def _lock(connection: Connection, place: bytes) -> bool:
    lock = int.from_bytes(place[:8], "big", signed=True)
    row = connection.execute(_SQL["lock"], {"lock": lock}).fetchone()
    return row is not None and bool(row[0])


def _fingerprint(service: Service[Any]) -> bytes:
    return _hash(service, request.query_string.decode("latin-1"), request.mimetype, request.get_data())


def _hash(service: Service[Any], *parts: str | bytes) -> bytes:
    """Nobody can try payloads out against it who doesn't hold the secret."""
    digest = hmac.new(service.settings.secret_key.encode(), b"idempotency", "sha256")
    for part in parts:
        told = part.encode() if isinstance(part, str) else part
        digest.update(len(told).to_bytes(8, "big") + told)
    return digest.digest()
