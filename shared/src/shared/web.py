"""The web base of every service: the app with request ids, logs, errors and OpenAPI."""

import time
from collections.abc import Callable, Iterable
from typing import Any

import flask_smorest
import structlog
from flask import Blueprint as PageBlueprint
from flask import Flask, Response, current_app, g, jsonify, redirect, render_template, request
from flask.json.provider import DefaultJSONProvider
from marshmallow import Schema, fields
from prometheus_client.registry import Collector
from psycopg.errors import DataError, IntegrityError, OperationalError
from psycopg_pool import PoolTimeout
from werkzeug.exceptions import HTTPException

from shared import access, i18n, observed, openapi, unsent
from shared.docs import docs
from shared.feed import feed
from shared.health import health
from shared.problems import CONTENT_TYPE, Problem, flatten
from shared.service import Service
from shared.unbroken import unbroken

log = structlog.get_logger()

# What holds for all routes, at the head of the documentation.
_FOR_ALL = (
    "Send a key as `Authorization: Bearer <key>`. Lists come page by page: ask again with `cursor`, the `next` of the "
    "page before, until it is null. Errors are `application/problem+json` (RFC 9457), and name each field that is at "
    "fault."
)
_MAX_BODY = 16 * 1024 * 1024
_TEXTS = i18n.Texts.of("shared")
# What a person reads where something went wrong, by the status; what is not here is our own fault.
_APOLOGIES = {
    400: "problem_400",
    403: "problem_403",
    404: "problem_404",
    405: "problem_400",
    409: "problem_409",
    413: "problem_400",
    415: "problem_400",
    422: "problem_400",
    429: "problem_429",
}
# What a page may do: nothing but show itself and send its form home. Pages that need more say so themselves.
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}
# With no-referrer a browser hides the origin of a form even from ourselves, and we would take our own for strangers.
FORM_HEADERS = {**PAGE_HEADERS, "Referrer-Policy": "same-origin"}


class ProblemSchema(Schema):
    """An error, as RFC 9457 tells it."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    request_id = fields.String()
    errors = fields.List(fields.Dict(keys=fields.String(), values=fields.String()))


class _Json(DefaultJSONProvider):
    """JSON as Flask reads it; what is nested too deep to be read is no fault of ours."""

    sort_keys = False

    def loads(self, s: str | bytes, **options: Any) -> Any:
        """ValueError for whatever can't be read."""
        try:
            return super().loads(s, **options)
        except RecursionError as error:
            raise ValueError("nested too deep") from error


class Api(flask_smorest.Api):  # type: ignore[misc]
    """flask-smorest, answering errors as problem+json."""

    ERROR_SCHEMA = ProblemSchema
    # Every route names its errors: who reads "any error" knows nothing.
    DEFAULT_ERROR_RESPONSE_NAME = None

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Any error that Flask, webargs or a view raised, in our one shape."""
        return answer(as_problem(error))

    def _register_responses(self) -> None:
        openapi.register_problems(self.spec, ProblemSchema)
        self.ma_plugin.converter.add_attribute_function(openapi.exact_numbers)


def create_app(
    service: Service[Any],
    *,
    title: str,
    api: Iterable[access.Blueprint],
    pages: Iterable[PageBlueprint] = (),
    constraints: dict[str, str] | None = None,
    refusals: Iterable[type[Exception]] = (),
    figures: Collector | None = None,
    apologise: Callable[[Problem, str], Response | None] | None = None,
) -> Flask:
    """The service's Flask app.

    `constraints` tells in words what a violated database constraint means (409). `refusals` are the domain's own
    errors: their text is the detail of a 409. `figures` stand among the metrics. `apologise` makes the page that a
    person in this language sees where something went wrong; without it, or where it yields None, they see ours.
    """
    app = Flask(service.package)
    app.extensions["escucha"] = service
    app.extensions["apologise"] = apologise
    app.config.update(
        MAX_CONTENT_LENGTH=_MAX_BODY,
        API_TITLE=title,
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=f"/{service.name}/v1",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": _FOR_ALL},
            "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
        },
    )
    app.json = _Json(app)
    # A key may begin with a slash: whoever is told to try again without it would change somebody else.
    app.url_map.merge_slashes = False
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.add_template_filter(unbroken)
    pages = tuple(pages)
    _observe(app, service, tuple(page.url_prefix for page in pages if page.url_prefix))
    _keep_forms(app)
    _catch(app, constraints or {}, tuple(refusals))
    registry = Api(app)
    for blueprint in (*api, feed(service)):
        registry.register_blueprint(blueprint, url_prefix=f"/{service.name}/v1{blueprint.url_prefix or ''}")
    for page_blueprint in pages:
        app.register_blueprint(page_blueprint)
    app.register_blueprint(layout())
    app.register_blueprint(health(service, figures))
    app.register_blueprint(docs(service, title))
    return app


def request_id() -> str:
    """The id that follows this request through logs and events."""
    return str(g.request_id)


def answer(problem: Problem) -> Response:
    """The problem as JSON, or as a kind page where a person is reading."""
    if g.get("page"):
        return problem_page(problem)
    response = jsonify(problem.body(request_id()))
    response.status_code = problem.status
    response.headers.update(problem.headers)
    response.content_type = CONTENT_TYPE
    return response


def on_to(path: str) -> Response:
    """To another page, so that loading it again sends nothing again."""
    answer = redirect(path, 303, Response)
    answer.headers.update(PAGE_HEADERS)
    assert isinstance(answer, Response)  # noqa: S101  it was asked for
    return answer


def problem_page(problem: Problem) -> Response:
    """The problem for a person, in their browser's language; what went wrong inside is not their business."""
    language = i18n.best(request.accept_languages)
    page = _apology(problem, language) or _plain_apology(problem, language)
    page.headers.update(problem.headers)
    return page


def apology(problem: Problem, language: str) -> tuple[str, str]:
    """What a person is told of a problem: a title, and what they can do."""
    text, name = _TEXTS.by_language[language], _APOLOGIES.get(problem.status, "problem")
    return text[f"{name}_title"], text[f"{name}_text"]


def _apology(problem: Problem, language: str) -> Response | None:
    """The service's own page; None where it has none, or can't make it: who meets an error meets no second one."""
    apologise = current_app.extensions.get("apologise")
    try:
        return apologise(problem, language) if apologise else None
    except Exception as error:
        log.exception("apology.failed", exc_info=error)
        return None


def _plain_apology(problem: Problem, language: str) -> Response:
    title, words = apology(problem, language)
    way = _TEXTS.by_language[language]["problem_403_way"] if problem.status == 403 else None
    body = render_template("problem.html", language=language, title=title, words=words, way=way)
    return Response(body, problem.status, headers=PAGE_HEADERS)


def as_problem(error: HTTPException) -> Problem:
    """What an HTTP error of Flask or webargs is in our words."""
    data: dict[str, Any] = getattr(error, "data", None) or {}
    messages = data.get("errors") or data.get("messages")
    if messages:
        # webargs puts the place (json, query, headers) first; the caller knows where the field was.
        fields_by_place = {key: value for place in messages.values() for key, value in _items(place)}
        detail = "Some fields can't be accepted; each is named with its reason."
        return Problem(error.code or 422, detail, flatten(fields_by_place))
    headers = dict(getattr(error, "get_headers", lambda *_: [])(None))
    kept = {key: value for key, value in headers.items() if key in ("Allow", "Retry-After")}
    return Problem(error.code or 500, data.get("message") or error.description or error.name, headers=kept)


def _items(messages: Any) -> list[tuple[str, Any]]:
    return list(messages.items()) if isinstance(messages, dict) else [("body", messages)]


def _observe(app: Flask, service: Service[Any], places: tuple[str, ...]) -> None:
    """`places` are where pages are: whoever misses one there is a person too."""

    def is_for_a_person() -> bool:
        if request.blueprint is not None:
            return request.blueprint.endswith("_pages")
        path = f"{request.path}/"
        return not path.startswith(f"/{service.name}/v1/") and path.startswith(tuple(f"{p}/" for p in places))

    @app.before_request
    def begin() -> None:
        g.request_id = observed.begin(service.name, request.headers.get("X-Request-Id", ""))
        g.started = time.perf_counter()
        g.page = is_for_a_person()

    @app.after_request
    def end(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "unknown"
        response.headers["X-Request-Id"] = g.request_id
        response.headers.update(g.get("headers", {}))
        observed.end(service.name, g.request_id, route, request.method, response.status_code, g.started)
        return response


def _keep_forms(app: Flask) -> None:
    """What is sent after a session has ended comes back to its sender, as it was typed."""

    @app.before_request
    def hold() -> Response | None:
        page = unsent.hold()
        return None if page is None else Response(page, 403, headers=FORM_HEADERS)

    app.after_request(unsent.fill)


def _catch(app: Flask, constraints: dict[str, str], refusals: tuple[type[Exception], ...]) -> None:
    @app.errorhandler(Problem)
    def problem(error: Problem) -> Response:
        return answer(error)

    @app.errorhandler(IntegrityError)
    def judged_by_the_database(error: IntegrityError) -> Response:
        detail = constraints.get(error.diag.constraint_name or "")
        if detail is None:
            return unexpected(error)
        return answer(Problem(409, detail))

    @app.errorhandler(DataError)
    @app.errorhandler(UnicodeEncodeError)
    def not_to_be_kept(error: Exception) -> Response:
        # NUL, half a character, a number beyond all columns: JSON and URLs can carry what PostgreSQL can't keep.
        log.warning("request.unstorable", error=str(error))
        return answer(Problem(422, "The request holds a character or a number that can't be stored."))

    @app.errorhandler(OperationalError)
    @app.errorhandler(PoolTimeout)
    def database_away(error: Exception) -> Response:
        log.error("database.away", error=str(error))
        return answer(
            Problem(503, "The database does not answer. Please try again.", headers={"Retry-After": "5"})
        )

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        log.exception("request.failed", exc_info=error)
        return answer(Problem(500, "Something went wrong on our side. It has been noted."))

    for refusal in refusals:
        app.register_error_handler(refusal, lambda error: answer(Problem(409, str(error))))


def layout() -> PageBlueprint:
    """Makes the shared page templates known; it has no routes."""
    return PageBlueprint("shared_layout", "shared", template_folder="templates")
