"""Find whom a comment praises, and keep it for them."""

from datetime import datetime

from psycopg import Connection

from feedback_router.domain.feedback import Feedback
from feedback_router.domain.praise import praised
from feedback_router.domain.responses import Response
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.states import Status
from feedback_router.store import praises


def find_praised(
    connection: Connection, item: Feedback, response: Response, book: RuleBook, *, now: datetime
) -> None:
    """Keep whom it is for as far as anybody is; of what is no praise any more, nobody."""
    if item.status != Status.KEPT:
        praises.replace(connection, item.id, (), now)
        return
    about = response.about
    agent = praises.agent_of(connection, about.source, about.id) if about else None
    people = tuple(dict.fromkeys(person for _, person in book.people()))
    found = praised(item.text, book.team(item.team), agent or response.owner, people)
    praises.replace(connection, item.id, found, now)
