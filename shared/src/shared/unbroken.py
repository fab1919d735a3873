"""What stays on one line although a browser would break it at its hyphens: dates, and codes in groups of four."""

import re

from markupsafe import Markup, escape

_WHOLE = re.compile(r"\b(?:\d{4}-\d\d-\d\d|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})\b")


def unbroken(text: object) -> Markup:
    """The text as HTML, each date and each code in it whole (2026-11-22, 7Q2K-M0XD-4H8R-PZ6T)."""
    return Markup(_WHOLE.sub(r'<span class="unbroken">\g<0></span>', str(escape(text))))  # noqa: S704  it was escaped
