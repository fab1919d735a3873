"""Count what the router told of feedback items, in facts and rollups together."""

from psycopg import Connection

from scoring.domain.feedback import News, moves, replaced
from scoring.store import feedback, feedback_rollups, gaming_facts
from shared.events import Event


def count_feedback(connection: Connection, told: list[tuple[Event, News]]) -> None:
    """News may come in any order and again; the rollups change by what an item has become since it was known.

    Only who moves the router's cursor may call this: two at once would read the same items before either writes.
    """
    before = feedback.find(connection, {news.id for _, news in told})
    after = dict(before)
    heard = [news.told_at(event.time) for event, news in told]
    for item in heard:
        after[item.id] = after[item.id].merged(item) if item.id in after else item
    changed = [item for item in after.values() if item != before.get(item.id)]
    if changed:
        feedback.put(connection, changed)
        feedback_rollups.add(connection, moves(before.values(), after.values()))
    feedback.keep_earlier(connection, replaced([*before.values(), *heard], after))
    if asked := {news.id for _, news in told if news.asked_for_score}:
        gaming_facts.note_requests(connection, asked)
