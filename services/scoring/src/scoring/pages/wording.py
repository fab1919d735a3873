"""Words and counts of a journey, in the reader's language."""

from scoring.pages.rendering import Reader
from shared.i18n import localised, said

__all__ = ["count", "said"]


def count(n: int, who: Reader) -> str:
    """1,234 or 1.234."""
    return localised(f"{n:,}", who.language)
