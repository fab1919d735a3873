"""The pages of scoring, in their reader's language."""

from shared import access
from shared.i18n import Texts
from shared.staff import Reader, StaffPages

__all__ = ["Reader", "may", "page", "reader"]

_PAGES = StaffPages(
    "scoring",
    Texts.of("scoring"),
    (
        ("scores", "scores:read"),
        ("journeys", "journeys:read"),
        ("trends", "scores:read"),
        ("comparisons", "scores:read"),
        ("drivers", "scores:read"),
        ("at-risk", "at_risk:read"),
        ("proposals", "journeys:read"),
        ("scorecards", "scorecards:read"),
        ("forecasts", "forecasts:read"),
        ("immersions", "immersions:read"),
        ("gaming", "gaming:read"),
    ),
)
reader = _PAGES.reader
page = _PAGES.page


def may(scope: str) -> bool:
    """Whether the reader may do this too."""
    return scope in access.caller().scopes
