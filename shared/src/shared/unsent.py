"""A form that was sent after its sender's session had ended. Nothing is done, and nothing of it is lost: what was typed
goes into the page that asks them to sign in again, and from there back into the form, for them to send.

Only the browser keeps it, under our signature, and it is shown again when a page of ours brings it back: anybody may
send a form late and be given it sealed, and nobody else can fill in our forms for somebody.
"""

from dataclasses import dataclass

from flask import Response, current_app, g, render_template, request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from shared import access, i18n
from shared.problems import Problem
from shared.refill import refill
from shared.service import current

FIELD = "unsent"
# Characters of a sealed form: far more than people type, and little for the page that carries it.
MOST = 64 * 1024
_FORM = "application/x-www-form-urlencoded"
# What nobody should find in a page, should a form ever have it.
_SECRETS = frozenset({"key", "password", "secret", "token"})
_TEXTS = i18n.Texts.of("shared")


@dataclass(frozen=True)
class Unsent:
    """What was typed: where the form stands (path and query), which path it was sent to, and its fields."""

    page: str
    action: str
    fields: tuple[tuple[str, str], ...]


def seal(form: Unsent, secret_key: str) -> str:
    """The form as a page carries it. Problem (413) when it is too long."""
    sealed = str(_serializer(secret_key).dumps([form.page, form.action, form.fields]))
    if len(sealed) > MOST:
        raise Problem(413, "The session has ended, and this form is too long to be kept. Nothing was sent.")
    return sealed


def unseal(sealed: str, secret_key: str) -> Unsent | None:
    """The form; None when we did not seal it."""
    try:
        page, action, fields = _serializer(secret_key).loads(sealed)
    except BadData:
        return None
    return Unsent(page, action, tuple((name, value) for name, value in fields))


def sign_in_page(onward: str, *, sealed: str = "", fault: str = "", address: str = "") -> str:
    """The door: `onward` is where it leads, `sealed` what was not sent.

    `fault` is the text that says why it is closed, `address` the place where it can be opened instead.
    """
    language = i18n.best(request.accept_languages)
    return render_template(
        "sign_in.html",
        language=language,
        text=_TEXTS.by_language[language],
        next=onward,
        unsent=sealed,
        fault=fault,
        address=address,
    )


def hold() -> str | None:
    """Before a request: the page that asks its sender to sign in again; None where the request goes its way.

    A form that was brought back goes its way as a request to see its page.
    """
    if request.method != "POST" or request.mimetype != _FORM or not g.page or not _is_for_staff():
        return None
    sealed = request.form.get(FIELD)
    form = _late() if sealed is None else _brought_back(sealed)
    if form is None or _is_signed_in():
        return None
    return sign_in_page(form.page, sealed=seal(form, current().settings.secret_key))


def fill(response: Response) -> Response:
    """After a request: the page, with the form as it was typed."""
    form: Unsent | None = g.get("unsent")
    if form is not None and response.mimetype == "text/html" and _is_signed_in():
        text = _TEXTS.by_language[i18n.best(request.accept_languages)]
        note, left_over = text["unsent_note"], text["unsent_left_over"]
        response.set_data(refill(response.get_data(as_text=True), form.action, form.fields, note, left_over))
    return response


def _late() -> Unsent | None:
    """The form that is being sent, where only the session is missing."""
    if request.url_rule is None or not access.must_sign_in(_scope(request.url_rule)):
        return None
    if not access.from_this_site():
        return None
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name not in _SECRETS)
    return Unsent(_page(), request.path, fields)


def _brought_back(sealed: str) -> Unsent:
    """The form that is to be seen again. Problem (400) when we did not seal it, or another site brings it."""
    form = unseal(sealed, current().settings.secret_key)
    if form is None or not access.from_this_site():
        raise Problem(400, "This is no form that was kept here.")
    _only_look()
    g.unsent = form
    return form


def _page() -> str:
    """Where the form stands: the browser says so, and it must be a page of ours for staff."""
    scheme, _, rest = (request.referrer or "").partition("://")
    place, _, path = rest.partition("/")
    is_ours = access.is_ours(f"{scheme}://{place}", current().settings.public_url)
    if is_ours and _staff_page(f"/{path.partition('?')[0]}"):
        return f"/{path}"
    return request.full_path.rstrip("?")


def _is_for_staff() -> bool:
    rule = request.url_rule
    return _scope(rule) != access.PUBLIC if rule is not None else _staff_page(request.path) is not None


def _staff_page(path: str) -> tuple[Rule, dict[str, object]] | None:
    """The page at this path, with what its address says; None where there is none, or one for everybody."""
    adapter = current_app.create_url_adapter(request)
    try:
        rule, values = adapter.match(path, method="GET", return_rule=True) if adapter else (None, {})
    except HTTPException:
        return None
    return (rule, dict(values)) if rule is not None and _scope(rule) != access.PUBLIC else None


def _only_look() -> None:
    """From here on the request is one to see the page. Problem (400) where there is none."""
    found = _staff_page(request.path)
    if found is None:
        raise Problem(400, "There is no such form here.")
    request.method, request.routing_exception = "GET", None
    request.url_rule, request.view_args = found


def _is_signed_in() -> bool:
    return request.url_rule is not None and not access.must_sign_in(_scope(request.url_rule))


def _scope(rule: Rule) -> str:
    return str(getattr(current_app.view_functions[rule.endpoint], "scope", access.PUBLIC))


def _serializer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="escucha.unsent")
