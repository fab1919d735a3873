"""The pages of scoring, in their reader's language."""

from shared.i18n import Texts
from shared.staff import Reader, StaffPages

__all__ = ["Reader", "page", "reader"]

_PAGES = StaffPages(
    "scoring",
    Texts.of("scoring"),
    (
        ("scores", "scores:read"),
        ("journeys", "journeys:read"),
        ("trends", "scores:read"),
        ("comparisons", "scores:read"),
        ("scorecards", "scorecards:read"),
    ),
)
reader = _PAGES.reader
page = _PAGES.page
