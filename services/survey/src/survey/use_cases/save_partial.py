"""Save what a customer has chosen so far."""

from dataclasses import replace
from datetime import datetime

from psycopg import Connection

from survey.domain.answers import Answers
from survey.domain.partials import due_at
from survey.store import partials
from survey.use_cases.find_invitation import Found


def save_partial(
    connection: Connection, found: Found, answers: Answers, *, language: str, now: datetime
) -> bool:
    """True when it was saved. By a link that is closed, has been answered, or is anonymous, nothing is.

    Who takes every choice back has chosen nothing.
    """
    if not found.open or found.answered or found.survey.anonymous:
        return False
    if not answers:
        partials.drop(connection, found.link.id)
        return False
    chosen = replace(found.response(answers, language=language, now=now), complete=False)
    return partials.save(connection, chosen, due_at(now, found.link.expires_at))
