"""Who may call what: every route names the scope that it needs, and PUBLIC is a scope that must be named too."""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote, urlsplit

import flask_smorest
from flask import g, redirect, request
from marshmallow import RAISE
from webargs.flaskparser import FlaskParser
from werkzeug.wrappers import Response

from shared import api_keys, idempotency, session
from shared.api_keys import Caller
from shared.idempotency import Keyed
from shared.openapi import document_common
from shared.problems import Problem
from shared.service import current

P = ParamSpec("P")
R = TypeVar("R")

PUBLIC = "public"
# Any key that is in use, whatever it is for.
ANY_KEY = "any key"
_OWN_PORTS = {"http": ":80", "https": ":443"}


class _StrictParser(FlaskParser):
    """A misspelt filter is told, not silently left out: the answer would look right and be wrong."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012  webargs' own declaration
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
    }

    def load_json(self, req: Any, schema: Any) -> Any:
        """What JSON can say and Python can't read is no fault of ours."""
        try:
            return super().load_json(req, schema)
        except (RecursionError, ValueError) as error:
            raise Problem(400, "This JSON is nested too deep, or holds a number that is too long.") from error


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """A blueprint of JSON routes, none of which can be written without its scope."""

    ARGUMENTS_PARSER = _StrictParser()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._prepare_doc_cbks.append(document_common)

    def route(
        self, rule: str, *, scope: str, keyed: Keyed | None = None, **options: Any
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Register a view for callers with this scope; refused before their arguments are even read.

        `keyed` is for a change that its own ids don't make once: with an Idempotency-Key a repetition is given the
        first answer. That answer is kept for a day, so nothing in it may tell of a person.
        """

        def decorate(view: Callable[P, R]) -> Callable[P, R]:
            @functools.wraps(view)
            def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
                admit(scope)
                if keyed is None:
                    return view(*args, **kwargs)
                return idempotency.once(functools.partial(view, *args, **kwargs), caller(), keyed)

            guarded.scope = scope  # type: ignore[attr-defined]
            guarded.keyed = keyed  # type: ignore[attr-defined]
            documented = self.doc(security=[] if scope == PUBLIC else [{"key": [scope]}])(guarded)
            documented._apidoc["route"] = {
                "public": scope == PUBLIC,
                "keyed": keyed,
                "who": _who_may(scope),
            }
            registered: Callable[P, R] = super(Blueprint, self).route(rule, **options)(documented)
            return registered

        return decorate


def _who_may(scope: str) -> str:
    """The scope in words: Swagger's page does not show what the document says under `security`."""
    if scope == PUBLIC:
        return "Needs no key."
    return (
        "Needs a key, whatever it is for." if scope == ANY_KEY else f"Needs a key with the scope `{scope}`."
    )


def page(scope: str) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """A page for people with this scope; who has not signed in is shown the way and brought back."""

    def decorate(view: Callable[P, Any]) -> Callable[P, Any]:
        @functools.wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            if must_sign_in(scope):
                return _to_sign_in()
            admit(scope)
            return view(*args, **kwargs)

        guarded.scope = scope  # type: ignore[attr-defined]
        return guarded

    return decorate


def must_sign_in(scope: str) -> bool:
    """Whether a page with this scope is shown to nobody yet: no cookie that counts, and no key."""
    return scope != PUBLIC and _signed_in() is None and "Authorization" not in request.headers


def admit(scope: str) -> None:
    """Let the request pass or raise the Problem that stops it: 401 without a key, 403 without the scope."""
    if scope == PUBLIC:
        return
    caller = _key_holder() or _signed_in()
    if caller is None:
        raise Problem(
            401,
            "This needs an API key: send it as 'Authorization: Bearer <key>'.",
            headers={"WWW-Authenticate": 'Bearer realm="escucha"'},
        )
    if caller.prefix:
        _count(caller)
    if scope not in (ANY_KEY, *caller.scopes):
        raise Problem(403, f"This key does not have the scope {scope}.")
    g.caller = caller


def caller() -> Caller:
    """Who is asking, in a route that is not public."""
    assert isinstance(g.caller, Caller)  # noqa: S101  admit() put it there
    return g.caller


def _key_holder() -> Caller | None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    service = current()
    known = api_keys.internal(key, service.settings.internal_key, service.internal_scopes)
    if known is None:
        with service.read() as connection:
            known = api_keys.find(connection, key)
    if known is None:
        raise Problem(401, "This API key is unknown or has been revoked.")
    return known


def _count(caller: Caller) -> None:
    """One request less for this key. Problem (429) when it has none left."""
    service = current()
    standing = service.rate_limits.hit(caller.prefix, caller.per_minute or service.settings.rate_limit)
    if standing is None:
        return
    g.headers = standing.headers
    if not standing.allowed:
        raise Problem(429, f"This key may make {standing.quota} requests a minute; these were more.")


def _signed_in() -> Caller | None:
    cookie = request.cookies.get(session.COOKIE)
    if cookie is None or not from_this_site():
        return None
    service = current()
    return session.callers(service.settings.secret_key, cookie).get(service.name)


def from_this_site() -> bool:
    """A cookie counts for a change only when the page that sends it is ours."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return True
    origin = request.headers.get("Origin")
    return origin is not None and is_ours(origin, current().settings.public_url)


def is_ours(origin: str, public_url: str) -> bool:
    """Whether this header, which may hold anything, names the place that people know us by."""
    parts = urlsplit(public_url)
    return _place(origin) == _place(f"{parts.scheme}://{parts.netloc}")


def _place(origin: str) -> str:
    """As browsers say it: in small letters, without the port that the scheme has by itself."""
    scheme, _, place = origin.lower().partition("://")
    return place.removesuffix(_OWN_PORTS.get(scheme, ""))


def _to_sign_in() -> Response:
    return redirect(f"/sign-in?next={quote(request.full_path.rstrip('?'))}", 303)
