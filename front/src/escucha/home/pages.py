"""The home page and the door. People sign in once, with a key, for all services of this address."""

from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from escucha.home.services import AwayError, summaries, who_holds
from escucha.home.settings import HomeSettings, from_environment
from shared import access, i18n, session, unsent, web
from shared.api_keys import Caller
from shared.i18n import Texts
from shared.log import configure

blueprint = Blueprint("home_pages", __name__, template_folder="templates")

_TEXTS = Texts.of("escucha.home")

# Where people go: the path, the key of its text, and which service opens it for which scope.
_PLACES = (
    ("/router/feedback", "go_feedback", "router", "feedback:read"),
    ("/router/themes", "go_themes", "router", "feedback:read"),
    ("/scoring/journeys", "go_journeys", "scoring", "journeys:read"),
    ("/scoring/scores", "go_scores", "scoring", "scores:read"),
    ("/scoring/trends", "go_trends", "scoring", "scores:read"),
    ("/scoring/comparisons", "go_comparisons", "scoring", "scores:read"),
    ("/scoring/drivers", "go_drivers", "scoring", "scores:read"),
    ("/scoring/at-risk", "go_at_risk", "scoring", "at_risk:read"),
    ("/scoring/proposals", "go_proposals", "scoring", "journeys:read"),
    ("/scoring/scorecards", "go_scorecards", "scoring", "scorecards:read"),
    ("/scoring/forecasts", "go_forecasts", "scoring", "forecasts:read"),
    ("/scoring/immersions", "go_immersions", "scoring", "immersions:read"),
    ("/scoring/gaming", "go_gaming", "scoring", "gaming:read"),
    ("/router/decisions", "go_decisions", "router", "decisions:read"),
)


def create_app(*, catches_mail: bool) -> Flask:
    """The app for all paths that lead to none of the services."""
    configure("home")
    app = Flask("escucha.home")
    app.extensions["home"] = from_environment()
    app.config.update(CATCHES_MAIL=catches_mail, MAX_CONTENT_LENGTH=unsent.MOST + 16 * 1024)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.register_blueprint(blueprint)
    app.register_blueprint(web.layout())
    app.register_error_handler(HTTPException, lambda error: web.problem_page(web.as_problem(error)))
    return app


@blueprint.get("/")
@access.page(access.PUBLIC)
def home() -> Response:
    """Where to go; for who has signed in, what they may open, and what came in today."""
    callers = _callers()
    return _page(
        200,
        "home.html",
        name=next(iter(callers.values())).name if callers else None,
        today=summaries(_settings()) if callers else {},
        reads_scores=_may(callers, "scoring", "scores:read"),
        places=[
            (path, text)
            for path, text, service, scope in _PLACES
            if not callers or _may(callers, service, scope)
        ],
        catches_mail=current_app.config["CATCHES_MAIL"],
    )


@blueprint.get("/sign-in")
@access.page(access.PUBLIC)
def show_sign_in() -> Response:
    """The door."""
    return Response(unsent.sign_in_page(_inside(request.args.get("next"))), headers=web.FORM_HEADERS)


@blueprint.post("/sign-in")
@access.page(access.PUBLIC)
def sign_in() -> AnyResponse:
    """Let the holder of a key in, and on to where they were going; with what they had not sent, if there is any."""
    settings = _settings()
    if _comes_from_elsewhere():
        return _door(403, "/", "", "sign_in_elsewhere", settings.public_url)
    onward, sealed = _inside(request.form.get("next")), request.form.get(unsent.FIELD, "")
    try:
        callers = who_holds(settings, request.form.get("key", "").strip())
    except AwayError:
        return _door(503, onward, sealed, "sign_in_away")
    if not callers:
        return _door(403, onward, sealed, "sign_in_unknown")
    form = unsent.unseal(sealed, settings.secret_key)
    answer = _page(200, "unsent.html", page=form.page, unsent=sealed) if form else redirect(onward, 303)
    secure = settings.public_url.startswith("https:")
    session.set_cookie(answer, session.sign(settings.secret_key, callers), secure=secure)
    return answer


@blueprint.post("/sign-out")
@access.page(access.PUBLIC)
def sign_out() -> AnyResponse:
    """Forget who was here."""
    if _comes_from_elsewhere():
        abort(403)
    answer = redirect("/", 303)
    answer.delete_cookie(session.COOKIE, path="/")
    return answer


def _door(status: int, onward: str, sealed: str, fault: str, address: str = "") -> Response:
    door = unsent.sign_in_page(onward, sealed=sealed, fault=fault, address=address)
    return Response(door, status, headers=web.FORM_HEADERS)


def _settings() -> HomeSettings:
    settings = current_app.extensions["home"]
    assert isinstance(settings, HomeSettings)  # noqa: S101  create_app() put it there
    return settings


def _callers() -> dict[str, Caller]:
    cookie = request.cookies.get(session.COOKIE, "")
    return session.callers(_settings().secret_key, cookie)


def _may(callers: dict[str, Caller], service: str, scope: str) -> bool:
    return service in callers and scope in callers[service].scopes


def _comes_from_elsewhere() -> bool:
    """Whether another site made this form, which then does not open or close this door."""
    origin = request.headers.get("Origin")
    return origin is not None and not access.is_ours(origin, _settings().public_url)


def _inside(path: str | None) -> str:
    """A path of this address, never another one's."""
    if path and path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable():
        return path
    return "/"


def _page(status: int, template: str, **values: Any) -> Response:
    language = i18n.best(request.accept_languages)
    body = render_template(
        template,
        language=language,
        text=_TEXTS.by_language[language],
        number=lambda n: i18n.localised(f"{n:,}", language),
        points=lambda score: i18n.localised(f"{score:.1f}", language),
        **values,
    )
    return Response(body, status, headers=web.FORM_HEADERS)
