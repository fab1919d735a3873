"""Customers: known here by what they answered, and by nothing else."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ErasedCustomer:
    """Somebody who must be forgotten: their responses, and the events that told of them."""

    responses: tuple[UUID, ...]
    events: tuple[UUID, ...]
