"""Customers: known here by what they answered, and by nothing else."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ErasedCustomer:
    """Somebody who must be forgotten: their pseudonym, their responses, and the events that told of them.

    By their `aliases` they may be known as well: who complained with their mail address.
    """

    customer: str
    responses: tuple[UUID, ...]
    events: tuple[UUID, ...]
    aliases: tuple[str, ...] = ()
