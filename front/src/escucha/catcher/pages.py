"""The caught mail as pages for people and as JSON for scripts, under /mail."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from escucha.catcher.mailbox import Mailbox, Message, Summary
from shared import i18n, web

_PAGE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_TEXTS = i18n.Texts.of("escucha.catcher")
_UNKNOWN = "There is no such message here."
# A mail is a stranger's page: shown, but without scripts, forms, cookies of ours, or anything fetched.
_STRANGER = {
    **_PAGE,
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
}


blueprint = Blueprint("mail", __name__, url_prefix="/mail")


def create_app(folder: Path) -> Flask:
    """The pages about the messages in `folder`."""
    app = Flask(__name__)
    app.extensions["mailbox"] = Mailbox(folder)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.register_blueprint(blueprint)
    app.register_blueprint(web.layout())
    app.register_error_handler(HTTPException, _problem)
    app.after_request(_guard)
    return app


@blueprint.get("", strict_slashes=False)
def list_page() -> str:
    """The newest messages, or those before or after one."""
    older_than, newer_than = request.args.get("older_than", ""), request.args.get("newer_than", "")
    page = _mailbox().page(older_than=older_than, newer_than=newer_than)
    return _page("list.html", page=page)


@blueprint.get("/<message_id>")
def message_page(message_id: str) -> str:
    """One message."""
    return _page("message.html", message=_message(message_id))


@blueprint.get("/<message_id>/html")
def html_part(message_id: str) -> Response:
    """A message's HTML part, by itself and harmless."""
    return Response(_message(message_id).html, content_type="text/html; charset=utf-8", headers=_STRANGER)


@blueprint.get("/<message_id>/raw")
def raw(message_id: str) -> Response:
    """The message as it came, to be saved."""
    content = _mailbox().raw(message_id)
    if content is None:
        abort(404, _UNKNOWN)
    attachment = {"Content-Disposition": f'attachment; filename="{message_id}.eml"'}
    return Response(content, content_type="message/rfc822", headers=attachment)


@blueprint.get("/v1/messages")
def list_messages() -> Response:
    """The newest messages, newest first; `older_than` an id gives those before it."""
    page = _mailbox().page(older_than=request.args.get("older_than", ""))
    return jsonify([_summary(summary) for summary in page.messages])


@blueprint.get("/v1/messages/<message_id>")
def read_message(message_id: str) -> Response:
    """One message: what the list says of it, its headers in order, its text, its HTML, its links."""
    message = _message(message_id)
    headers = [{"name": name, "value": value} for name, value in message.headers]
    parts = {"headers": headers, "text": message.text, "html": message.html, "links": message.links}
    return jsonify(_summary(message.summary) | parts)


def _page(template: str, **values: Any) -> str:
    language = i18n.best(request.accept_languages)
    return render_template(template, language=language, text=_TEXTS.by_language[language], **values)


def _mailbox() -> Mailbox:
    mailbox = current_app.extensions["mailbox"]
    assert isinstance(mailbox, Mailbox)  # noqa: S101  create_app() put it there
    return mailbox


def _message(message_id: str) -> Message:
    return _mailbox().read(message_id) or abort(404, _UNKNOWN)


def _guard(response: Response) -> Response:
    for name, value in _PAGE.items():
        response.headers.setdefault(name, value)
    return response


def _problem(error: HTTPException) -> tuple[Response | str, int]:
    status = HTTPStatus(error.code or 500)
    if not request.path.startswith("/mail/v1/"):
        return web.problem_page(web.as_problem(error)), status
    body = jsonify(type="about:blank", title=status.phrase, status=status, detail=error.description)
    body.content_type = "application/problem+json"
    return body, status


def _summary(summary: Summary) -> dict[str, Any]:
    date = summary.received.isoformat(timespec="seconds")
    return {"id": summary.id, "to": summary.to, "subject": summary.subject, "date": date}
