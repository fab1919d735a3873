"""Words and counts of a journey, in the reader's language."""

from collections.abc import Mapping

from scoring.pages.rendering import Reader
from shared.i18n import localised


def said(what: Mapping[str, str], language: str) -> str:
    """What a design says; where it has no text in this language, in its own first one."""
    return what.get(language) or next(iter(what.values()), "")


def count(n: int, who: Reader) -> str:
    """1,234 or 1.234."""
    return localised(f"{n:,}", who.language)
