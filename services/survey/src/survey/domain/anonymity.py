"""Anonymous answers: what is kept of them, and when they are let go."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from survey.domain.answers import Answers
from survey.domain.responses import Response
from survey.domain.touchpoints import Context

# So many answers are released together at least, unless their day is over.
TOGETHER = 5


@dataclass(frozen=True)
class AnonymousAnswer:
    """An answer without a person. `id` is random, the day all that is known of its moment.

    The context is that of an open link; that of an invitation would tell whose it was.
    """

    id: UUID
    survey: str
    version: int
    source: str
    context: Context
    answers: Answers
    day: date

    def response(self, language: str) -> Response:
        """What becomes of it when it is released. `language` is the survey's, since one's own can be rare."""
        return Response(
            id=self.id,
            survey=self.survey,
            version=self.version,
            customer_key=None,
            source=self.source,
            language=language,
            context=self.context,
            answers=self.answers,
            submitted_at=datetime.combine(self.day, time(), UTC),
        )


def mark_of(*secrets: str) -> bytes:
    """What says that these were used to answer; who knows the mark alone learns nothing of them.

    One of them has to have too many bits to be guessed.
    """
    digest = hashlib.sha256(b"anonymous answer")
    for secret in secrets:
        told = secret.encode()
        digest.update(len(told).to_bytes(8, "big") + told)
    return digest.digest()
