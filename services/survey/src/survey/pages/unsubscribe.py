"""The way out of surveys by mail: GET shows a button and changes nothing; POST, a mail program's too, stops them."""

from flask import Blueprint, Response, render_template, request

from shared import access, web
from shared.clock import now
from shared.i18n import Texts
from shared.problems import not_found
from shared.service import current
from survey.domain.invitations import Invitation, token_hash
from survey.store import invitations, suppressions
from survey.use_cases.ask_again import ask_again
from survey.use_cases.unsubscribe import unsubscribe

blueprint = Blueprint("unsubscribe_pages", __name__, url_prefix="/s", template_folder="../templates")

_TEXTS = Texts.of("survey")
# What a mail program sends (RFC 8058), and so does our own button.
_STOP = ("List-Unsubscribe", "One-Click")
_AGAIN = ("again", "yes")


@blueprint.get("/<token>/unsubscribe")
@access.page(access.PUBLIC)
def show_unsubscribe(token: str) -> Response:
    """The button that fits: to stop, or to be asked again."""
    with current().read() as connection:
        invitation = _find(invitations.by_token(connection, token_hash(token)))
        reason = suppressions.reasons(connection, [invitation.customer_key]).get(invitation.customer_key)
    if reason in ("unsubscribed", "complained"):
        return _page(invitation, token, "unsubscribed", "resubscribe_button", _AGAIN)
    return _page(invitation, token, "unsubscribe", "unsubscribe_button", _STOP)


@blueprint.post("/<token>/unsubscribe")
@access.page(access.PUBLIC)
def change_unsubscribe(token: str) -> Response:
    """Stop surveys by mail, or take that back; the same again changes nothing. No cookie, no redirect."""
    name, value = _AGAIN
    again = request.form.get(name) == value
    with current().change() as connection:
        invitation = _find(invitations.by_token(connection, token_hash(token)))
        change = ask_again if again else unsubscribe
        change(connection, invitation.customer_key, now=now(), request_id=web.request_id())
    if again:
        return _page(invitation, token, "resubscribed", "unsubscribe_button", _STOP)
    return _page(invitation, token, "unsubscribed", "resubscribe_button", _AGAIN)


def _find(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise not_found("survey")
    return invitation


def _page(invitation: Invitation, token: str, said: str, button: str, field: tuple[str, str]) -> Response:
    text = _TEXTS.by_language[invitation.language]
    body = render_template(
        "unsubscribe.html",
        language=invitation.language,
        text=text,
        title=text[f"{said}_title"],
        body=text[f"{said}_text"],
        button=text[button],
        field=field[0],
        value=field[1],
        token=token,
    )
    return Response(body, headers=web.PAGE_HEADERS)
