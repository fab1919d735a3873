"""Links: what a customer's link leads to, and what came back by it so far."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from shared.db import Executes, statements
from survey.domain.answers import Answers
from survey.domain.touchpoints import Context

_SQL = statements("survey.store", "links")


class Link(NamedTuple):
    """An invitation with the customer and the touchpoint behind it, the response to it, and what was not sent yet.

    What there is none of is None. `name`, `happened_at` and `attributes` are facts that questions may tell, `brand` is
    the checksum of the one in force.
    """

    id: UUID
    customer_key: str
    survey: str
    version: int
    language: str
    context: Context
    expires_at: datetime
    revoked: bool
    touchpoint_source: str
    touchpoint_id: str
    touchpoint_type: str | None
    name: str | None
    happened_at: datetime | None
    attributes: dict[str, Any] | None
    revision: int | None
    complete: bool | None
    answers: Answers | None
    known: Answers | None
    partial: Answers | None
    brand: str | None

    @property
    def touchpoint(self) -> dict[str, str | None]:
        """Which touchpoint it is about, and which product that was about, as events tell it."""
        product = (self.attributes or {}).get("product")
        return {
            "source": self.touchpoint_source,
            "id": self.touchpoint_id,
            "type": self.touchpoint_type,
            "product": product if isinstance(product, str) else None,
        }


class FreshLink(NamedTuple):
    """A link that nobody has used yet. Facts are None where they are not known."""

    survey: str
    version: int
    language: str
    name: str | None
    happened_at: datetime | None
    product: str | None
    brand: str | None


def find_fresh(connection: Executes, token_hash: bytes, now: datetime) -> FreshLink | None:
    """The link with this token if it is open, and nothing was answered or chosen by it; None otherwise."""
    row = connection.execute(_SQL["find_fresh"], {"token_hash": token_hash, "now": now}).fetchone()
    return FreshLink._make(row) if row else None


def find(connection: Executes, token_hash: bytes) -> Link | None:
    """What a link with this token leads to; None when no link has it."""
    row = connection.execute(_SQL["find"], {"token_hash": token_hash}).fetchone()
    return Link._make(row) if row else None
