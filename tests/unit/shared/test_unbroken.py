"""Dates and codes stay whole, and nothing becomes HTML by it."""

from datetime import date

import pytest

from shared.unbroken import unbroken


@pytest.mark.parametrize(
    ("said", "html"),
    [
        (date(2026, 11, 22), '<span class="unbroken">2026-11-22</span>'),
        ("<b> 2026-11-22, 20:36", '&lt;b&gt; <span class="unbroken">2026-11-22</span>, 20:36'),
        ("like 7Q2K-M0XD-4H8R-PZ6T.", 'like <span class="unbroken">7Q2K-M0XD-4H8R-PZ6T</span>.'),
        ("12026-11-220 and well-known", "12026-11-220 and well-known"),
    ],
)
def test_a_date_and_a_code_are_kept_on_one_line(said: object, html: str) -> None:
    assert unbroken(said) == html
