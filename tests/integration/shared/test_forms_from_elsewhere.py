"""What was typed comes back into our pages from our pages only: anybody can have a form sealed, by sending it late."""

import re
from collections.abc import Iterator

import pytest
from flask import Blueprint, Response

from shared import access, web
from shared.service import Service
from shared.settings import Settings
from support.apps import PUBLIC_URL, Running, common, running
from support.staff import Reader, words_of

DESK = "/desk/notes"
pages = Blueprint("desk_pages", __name__)


@pages.route(DESK, methods=["GET", "POST"])
@access.page("notes:write")
def notes() -> Response:
    form = '<form method="post" action="/desk/notes"><input name="note"></form>'
    return Response(f"<main>{form}</main>", content_type="text/html")


@pytest.fixture
def desk(log_url: str, redis_url: str) -> Iterator[Running]:
    service = Service.start("desk", "survey", Settings(**common(log_url, redis_url)))
    with running(web.create_app(service, title="Desk", api=(), pages=(pages,))) as app:
        yield app


def sealed_for_a_stranger(desk: Running) -> str:
    """What a program is given that says it is a browser on our page, and has no key at all."""
    answer = desk.app.test_client().post(
        DESK, data={"note": "Pay Mallory"}, headers={"Origin": PUBLIC_URL, "Referer": f"{PUBLIC_URL}{DESK}"}
    )
    found = re.search(r'name="unsent" value="([^"]+)"', answer.text)
    assert found
    return found[1]


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_another_site_puts_nothing_into_our_forms_not_even_what_it_had_sealed_here(
    desk: Running, origin: str | None, signed_in: bool
):
    sealed = sealed_for_a_stranger(desk)
    ana = Reader.of(desk, "notes:write") if signed_in else Reader(desk)
    answer = ana.send(DESK, 400, origin, unsent=sealed)
    assert "Pay Mallory" not in answer
    assert sealed not in answer


def test_our_own_page_brings_it_back(desk: Running):
    sealed = sealed_for_a_stranger(desk)
    back = Reader.of(desk, "notes:write").send(DESK, 200, unsent=sealed)
    assert "It has not been sent" in words_of(back)
    assert 'value="Pay Mallory"' in back
