"""The way out of surveys by mail: GET shows a button and changes nothing; POST, a mail program's too, stops them."""

from dataclasses import dataclass

from flask import Blueprint, Response, request
from psycopg import Connection

from shared import access, web
from shared.clock import now
from shared.service import current
from survey.domain.invitations import Invitation, token_hash
from survey.domain.surveys import Survey
from survey.pages import messages
from survey.pages.frames import Frame, frame_of
from survey.pages.sheets import Sheet
from survey.pages.shown import page, unknown
from survey.store import brands, invitations, suppressions, surveys
from survey.use_cases.ask_again import ask_again
from survey.use_cases.unsubscribe import unsubscribe

blueprint = Blueprint("unsubscribe_pages", __name__, url_prefix="/s", template_folder="../templates")

# What a mail program sends (RFC 8058), and so does our own button.
_STOP = ("List-Unsubscribe", "One-Click")
_AGAIN = ("again", "yes")


@blueprint.get("/<token>/unsubscribe")
@access.page(access.PUBLIC)
def show_unsubscribe(token: str) -> Response:
    """The button that fits: to stop, or to be asked again."""
    with current().read() as connection:
        found = _find(connection, token)
        key = found.invitation.customer_key if found else ""
        reason = suppressions.reasons(connection, [key]).get(key)
    if found is None:
        return unknown()
    if reason in ("unsubscribed", "complained"):
        return page(found.sheet("unsubscribed", "resubscribe_button", _AGAIN))
    return page(found.sheet("unsubscribe", "unsubscribe_button", _STOP))


@blueprint.post("/<token>/unsubscribe")
@access.page(access.PUBLIC)
def change_unsubscribe(token: str) -> Response:
    """Stop surveys by mail, or take that back; the same again changes nothing. No cookie, no redirect."""
    name, value = _AGAIN
    again = request.form.get(name) == value
    with current().change() as connection:
        found = _find(connection, token)
        if found is not None:
            change = ask_again if again else unsubscribe
            change(connection, found.invitation.customer_key, now=now(), request_id=web.request_id())
    if found is None:
        return unknown()
    if again:
        return page(found.sheet("resubscribed", "unsubscribe_button", _STOP))
    return page(found.sheet("unsubscribed", "resubscribe_button", _AGAIN))


@dataclass(frozen=True)
class _Found:
    """Whose link it is, and in which words and colours they are spoken to."""

    invitation: Invitation
    survey: Survey
    frame: Frame
    token: str

    def sheet(self, said: str, button: str, field: tuple[str, str]) -> Sheet:
        """The page that says this, with this button, which sends this field."""
        values = {"said": said, "button": button, "field": field[0], "value": field[1]}
        return messages.unsubscribing(self.token, self.survey, self.invitation.language, self.frame, values)


def _find(connection: Connection, token: str) -> _Found | None:
    invitation = invitations.by_token(connection, token_hash(token))
    if invitation is None:
        return None
    survey = surveys.get(connection, invitation.survey, invitation.version)
    return _Found(invitation, survey, frame_of(brands.in_force(connection)), token)
