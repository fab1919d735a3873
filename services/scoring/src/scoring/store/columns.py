"""Rows from dataclasses. `dataclasses.asdict` copies deeply, which took a fifth of the time to count an answer."""

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any


def of(kind: type[Any]) -> Callable[[Any], dict[str, Any]]:
    """Reads an object of this dataclass, two fields or more, as a row by the names of its fields."""
    names = [field.name for field in fields(kind)]
    values = attrgetter(*names)
    return lambda item: dict(zip(names, values(item), strict=True))
