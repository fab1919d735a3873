"""Which of our languages somebody reads, by what their browser likes."""

import pytest
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from shared.i18n import best


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "en"),
        ("pt-BR,pt;q=0.9,en;q=0.8", "pt"),
        ("es-AR, en;q=0.5", "es"),
        ("fr, es;q=0.2", "es"),
        ("en;q=0, es;q=0.1", "es"),
    ],
)
def test_the_language_that_is_liked_best_is_taken_whichever_countrys_it_is(header, language):
    assert best(parse_accept_header(header, LanguageAccept)) == language
