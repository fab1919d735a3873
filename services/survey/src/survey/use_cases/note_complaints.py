"""Note whose complaints are open: what the feedback router tells, for who complains is not reminded of surveys."""

from psycopg import Connection

from shared.events import Event
from survey.domain.complaints import ROUTED, News, is_open_after
from survey.store import complaints


def note_complaints(connection: Connection, told: list[tuple[Event, News]]) -> None:
    """Again it changes nothing. An item is routed before anything else is told of it."""
    routed = {
        news.feedback_id: news.customer_key
        for event, news in told
        if event.type == ROUTED and news.customer_key and news.may_complain
    }
    states = {news.feedback_id: is_open_after(event.type) for event, news in told if event.type != ROUTED}
    if routed:
        complaints.insert(connection, routed)
    if states:
        complaints.mark(connection, states)
