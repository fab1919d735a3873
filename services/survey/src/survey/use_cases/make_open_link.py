"""Make a link that many may answer."""

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.problems import invalid
from survey.domain.invitations import token_hash
from survey.domain.open_links import OpenLink, token_of
from survey.store import open_links, surveys


def make_open_link(connection: Connection, link: OpenLink, *, secret_key: str, request_id: str) -> None:
    """Keep the link. Problem (422) without its survey, or where that is not in its language, or its time is over."""
    newest = surveys.newest(connection, link.survey)
    if newest is None:
        raise invalid({"survey": [f"There is no survey {link.survey!r}."]})
    if link.language is not None and link.language not in newest[1].languages:
        raise invalid({"language": ["The survey is not in this language."]})
    if not link.takes_answers(link.created_at):
        raise invalid({"expires_at": ["This is over already: the link would never take an answer."]})
    open_links.insert(connection, link, token_hash(token_of(link.id, secret_key)))
    data = {
        "link_id": str(link.id),
        "survey": link.survey,
        "label": link.label,
        "kiosk": link.kiosk,
        **link.context,
    }
    events.append(
        connection, [Event(new_id(), "survey.link.made", str(link.id), link.created_at, request_id, data)]
    )
