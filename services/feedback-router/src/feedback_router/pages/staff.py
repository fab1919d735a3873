"""The pages for staff, in their reader's language."""

from shared.i18n import Texts
from shared.staff import StaffPages

_PAGES = StaffPages(
    "router",
    Texts.of("feedback_router.staff"),
    (("feedback", "feedback:read"), ("themes", "feedback:read"), ("decisions", "decisions:read")),
)
reader = _PAGES.reader
page = _PAGES.page
