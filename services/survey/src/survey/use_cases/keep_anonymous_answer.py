"""Keep an anonymous answer, so that nobody can join it to who gave it."""

from datetime import UTC, datetime
from uuid import UUID

from psycopg import Connection

from survey.domain.anonymity import AnonymousAnswer
from survey.domain.answers import Answers
from survey.domain.touchpoints import Context
from survey.store import anonymous_answers


def keep_anonymous_answer(
    connection: Connection,
    survey: str,
    version: int,
    answers: Answers,
    *,
    source: str,
    context: Context,
    mark: bytes,
    random_id: UUID,
    now: datetime,
) -> bool:
    """True when it was kept, False when an answer with this mark was kept before.

    No event tells of it before it is released with others. The transaction must do nothing else: whatever is written
    together can be joined.
    """
    day = now.astimezone(UTC).date()
    answer = AnonymousAnswer(random_id, survey, version, source, context, answers, day)
    return anonymous_answers.keep(connection, answer, mark)
