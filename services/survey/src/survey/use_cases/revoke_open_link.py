"""Take an open link back: it takes no answer any more."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.problems import not_found
from survey.domain.open_links import OpenLink
from survey.store import open_links


def revoke_open_link(
    connection: Connection, link_id: UUID, *, now: datetime, request_id: str
) -> tuple[OpenLink, bool]:
    """The link, and whether that is new; again, it changes nothing. Problem (404) when there is no such link."""
    is_new = open_links.revoke(connection, link_id, now)
    link = open_links.get(connection, link_id)
    if link is None:
        raise not_found("link")
    if is_new:
        data = {"link_id": str(link_id), "survey": link.survey}
        events.append(
            connection, [Event(new_id(), "survey.link.revoked", str(link_id), now, request_id, data)]
        )
    return link, is_new
