"""Anonymous answers, until they are released, and what was used to give them."""

from dataclasses import asdict
from datetime import date

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared.db import Executes, statements
from survey.domain.anonymity import AnonymousAnswer

_SQL = statements("survey.store", "anonymous_answers")


def keep(connection: Connection, answer: AnonymousAnswer, mark: bytes) -> bool:
    """Keep the answer; False when something with this mark has been kept before."""
    parameters = {
        **asdict(answer),
        "context": Jsonb(answer.context),
        "answers": Jsonb(answer.answers),
        "mark": mark,
    }
    return connection.execute(_SQL["keep"], parameters).rowcount == 1


def is_marked(connection: Executes, mark: bytes) -> bool:
    """Whether an answer with this mark was ever kept."""
    row = connection.execute(_SQL["is_marked"], {"mark": mark}).fetchone()
    return row is not None and bool(row[0])


def take(connection: Connection, together: int, today: date) -> list[AnonymousAnswer]:
    """Take out the answers of every survey version that has so many, or some from before today.

    In the order of their ids, which are random: it says nothing about the order in which they were given.
    """
    connection.execute(_SQL["lock"])
    with connection.cursor(row_factory=class_row(AnonymousAnswer)) as cursor:
        taken = cursor.execute(_SQL["take"], {"together": together, "today": today}).fetchall()
    return sorted(taken, key=lambda answer: answer.id)
