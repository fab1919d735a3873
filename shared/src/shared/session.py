"""The signed cookie of a person who signed in with a key, good for all services of one address."""

from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from shared.api_keys import Caller

COOKIE = "escucha_session"
_MAX_AGE_S = 8 * 3600


def sign(secret_key: str, callers: dict[str, Caller]) -> str:
    """The cookie's value: what the person may do in each service."""
    return str(
        _serializer(secret_key).dumps(
            {service: [c.name, sorted(c.scopes), c.subject] for service, c in callers.items()}
        )
    )


def callers(secret_key: str, value: str) -> dict[str, Caller]:
    """Who this cookie says is asking, by service; nobody when it is forged or too old."""
    try:
        entries: dict[str, Any] = _serializer(secret_key).loads(value, max_age=_MAX_AGE_S)
    except BadSignature:
        return {}
    return {
        service: Caller(name, frozenset(scopes), subject)
        for service, (name, scopes, subject) in entries.items()
    }


def set_cookie(response: Response, value: str, *, secure: bool) -> None:
    """Hand the cookie out: for this origin only, out of reach of scripts and of other sites' forms."""
    response.set_cookie(
        COOKIE, value, max_age=_MAX_AGE_S, httponly=True, samesite="Lax", secure=secure, path="/"
    )


def _serializer(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key, salt="escucha.session")
