"""Customers: known here by what they answered, and by nothing else."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ErasedCustomer:
    """Somebody who must be forgotten: their responses, the events that told of them, and their pseudonyms, where the
    log may have forgotten what it told.
    """

    responses: tuple[UUID, ...]
    events: tuple[UUID, ...]
    names: frozenset[str] = frozenset()
