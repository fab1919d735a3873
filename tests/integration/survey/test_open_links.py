"""A link that many may answer: each form is an answer of its own, once, and nobody honest is turned away."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from shared.clock import now
from support.apps import Running
from support.open_links import Poster, poster, stamp_of
from support.pictures import png
from support.samples import AFTER_SUPPORT
from survey.domain import open_links
from survey.domain.retention import BUILT_IN
from survey.pages import open_links as pages
from survey.use_cases.apply_retention import apply_retention

FORM = {"recommend": "3", "comment": "La cola era larga."}
ANSWERS = {"recommend": 3, "comment": "La cola era larga."}


@pytest.fixture
def exit_(survey: Running) -> Poster:
    return poster(survey)


def now_in(days: int) -> datetime:
    return now() + timedelta(days=days)


def tables(running: Running) -> dict[str, int]:
    """How many rows every table has."""
    with running.service.database.transaction() as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # type: ignore[index]
            for (name,) in names
        }


def test_many_answer_by_one_link_and_each_answer_is_told_with_its_context(exit_):
    assert exit_.send(FORM).status_code == exit_.send({"recommend": "9"}).status_code == 200
    first, second = exit_.responses()
    assert (first["answers"], second["answers"]) == (ANSWERS, {"recommend": 9})
    assert first["customer_key"] is None
    assert (first["source"], first["context"]) == ("open-link", {"journey": "buy", "channel": "shop"})
    told = exit_.events("survey.response.submitted")
    assert [event["data"]["response_id"] for event in told] == [first["id"], second["id"]]
    assert (told[0]["data"]["journey"], told[0]["data"]["touchpoint"]) == ("buy", None)
    assert told[0]["data"]["link_id"] == exit_.made["id"]
    assert (exit_.listed()["answers"], exit_.listed()["rejected"]) == (2, 0)


def test_opening_the_page_and_its_picture_leaves_no_trace(exit_):
    before = tables(exit_.running)
    for query in ("", "?language=en", "?recommend=3"):
        assert exit_.get(query).status_code == 200
    assert exit_.running.client.head(exit_.path).status_code == 200
    path = f"/survey/v1/links/{exit_.made['id']}/qr.svg"
    assert exit_.running.get(path, exit_.key).status_code == 200
    assert tables(exit_.running) == before


def test_the_same_form_sent_twice_is_one_answer(exit_):
    stamp = stamp_of(exit_.get())
    assert [exit_.send(FORM, stamp).status_code for _ in range(3)] == [200, 200, 200]
    assert [response["answers"] for response in exit_.responses()] == [ANSWERS]
    assert len(exit_.events("survey.response")) == 1


def test_other_answers_in_a_form_that_was_sent_are_asked_about_and_not_lost(exit_):
    stamp = stamp_of(exit_.get())
    exit_.send(FORM, stamp)
    page = exit_.send({"recommend": "8"}, stamp)
    assert page.status_code == 409
    assert re.search(r'value="8"[^>]* checked', page.text)
    assert exit_.send({"recommend": "8"}, stamp_of(page)).status_code == 200
    assert [response["answers"] for response in exit_.responses()] == [ANSWERS, {"recommend": 8}]


@pytest.mark.parametrize("stamp", ["", "x", "AAAA", "é", "A" * 59])
def test_a_form_without_its_stamp_comes_back_with_all_that_was_chosen(exit_, stamp):
    page = exit_.send(FORM, stamp)
    assert page.status_code == 422
    assert "La cola era larga." in page.text
    assert exit_.responses() == []
    assert exit_.send(FORM, stamp_of(page)).status_code == 200


def test_a_stamp_of_another_link_is_none(survey, exit_):
    other = poster(survey)
    assert exit_.send(FORM, stamp_of(other.get())).status_code == 422
    assert exit_.responses() == []


def test_faults_are_shown_and_the_same_form_goes_on(exit_):
    stamp = stamp_of(exit_.get())
    page = exit_.send({}, stamp)
    assert (page.status_code, stamp_of(page)) == (422, stamp)
    assert exit_.send(FORM, stamp).status_code == 200


def test_an_answer_keeps_the_version_that_was_shown(survey, exit_):
    stamp = stamp_of(exit_.get())
    newer = {**AFTER_SUPPORT, "questions": AFTER_SUPPORT["questions"][:2]}
    assert survey.post("/survey/v1/surveys", newer, exit_.key).json["version"] == 2
    assert 'name="comment"' not in exit_.get().text
    exit_.send(FORM, stamp)
    (response,) = exit_.responses()
    assert (response["version"], response["answers"]) == (1, ANSWERS)


def test_what_a_program_fills_in_is_thanked_for_and_kept_apart(exit_):
    page = exit_.get()
    assert re.search(r'class="empty".*name="_url"', page.text)
    stamp = stamp_of(page)
    assert [exit_.send({**FORM, "_url": "http://spam.example"}, stamp).status_code for _ in range(2)] == [
        200,
        200,
    ]
    assert exit_.responses() == []
    (rejected,) = exit_.rejected()
    assert (rejected["reason"], rejected["answers"]) == ("honeypot", ANSWERS)
    (event,) = exit_.events("survey.answer.rejected")
    assert event["data"] == {"link_id": exit_.made["id"], "survey": "after-support", "reason": "honeypot"}
    assert exit_.listed()["rejected"] == 1


@pytest.mark.parametrize(("ago", "flags"), [(0, ["quick"]), (60, [])])
def test_who_answers_at_once_is_flagged_and_counted_all_the_same(exit_, monkeypatch, ago, flags):
    monkeypatch.setattr(pages, "now", lambda: now() - timedelta(seconds=ago))
    stamp = stamp_of(exit_.get())
    monkeypatch.undo()
    exit_.send(FORM, stamp)
    (event,) = exit_.events("survey.response.submitted")
    assert event["data"]["flags"] == flags


def test_a_crowd_is_asked_to_wait_and_loses_nothing(exit_, monkeypatch):
    monkeypatch.setattr(pages, "MOST_A_MINUTE", 3)
    assert [exit_.send({"recommend": str(n)}).status_code for n in range(3)] == [200, 200, 200]
    page = exit_.send(FORM)
    assert page.status_code == 429
    assert 1 <= int(page.headers["Retry-After"]) <= 60
    assert "La cola era larga." in page.text
    monkeypatch.undo()
    assert exit_.send(FORM, stamp_of(page)).status_code == 200
    assert len(exit_.responses()) == 4


def test_a_shops_worth_of_people_behind_one_address_is_no_crowd():
    assert open_links.MOST_A_MINUTE >= 300


def test_a_kiosk_returns_to_an_empty_form_by_itself_and_by_a_button(survey):
    kiosk = poster(survey, kiosk=True, language="es")
    page = kiosk.send(FORM)
    assert page.headers["Refresh"] == f"10; url={kiosk.path}"
    assert page.headers["Cache-Control"] == "no-store"
    assert f'action="{kiosk.path}"' in page.text
    assert "Siguiente respuesta" in page.text
    assert "La cola" not in page.text
    assert "La cola" not in kiosk.get().text
    assert '" checked' not in kiosk.get().text


def test_elsewhere_thanks_stay(exit_):
    page = exit_.send(FORM)
    assert "Refresh" not in page.headers
    assert "<form" not in page.text


@pytest.mark.parametrize(
    ("accepted", "asked", "link", "language"),
    [
        ("pt-BR,pt;q=0.9", "", None, "pt"),
        ("de", "", None, "en"),
        ("pt", "", "es", "es"),
        ("pt", "?language=en", "es", "en"),
        ("pt", "?language=fr", "es", "es"),
        ("pt", "?language=fr", None, "pt"),
    ],
)
def test_the_language_is_the_one_asked_for_or_the_links_or_the_browsers(
    survey, accepted, asked, link, language
):
    page = poster(survey, language=link).get(asked, **{"Accept-Language": accepted})
    assert f'<html lang="{language}">' in page.text


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_closed_link_says_so_kindly_and_takes_nothing(survey, how):
    link = poster(survey, language="es", expires_at=(now() + timedelta(hours=1)).isoformat())
    stamp = stamp_of(link.get())
    if how == "revoked":
        assert link.revoke().json["is_new"] is True
        assert link.revoke().json["is_new"] is False
        assert len(link.events("survey.link.revoked")) == 1
    else:
        with survey.service.database.transaction() as connection:
            connection.execute("UPDATE open_links SET expires_at = now() - interval '1 s'")
    for page in (link.get(), link.send(FORM, stamp)):
        assert page.status_code == 410
        assert "Esta encuesta ya está cerrada" in page.text
    assert link.responses() == []


def test_an_unknown_link_gets_a_kind_page(survey):
    for page in (survey.client.get("/o/nobody-made-this"), survey.client.post("/o/nobody-made-this")):
        assert page.status_code == 404
        assert "We can't find this page" in page.text or "We can&#39;t find this page" in page.text


@pytest.mark.parametrize("broken", ["/", "/more", "/more/of/it"])
def test_a_link_that_was_broken_on_its_way_gets_a_kind_page(exit_, broken):
    for path in (exit_.path, "/s/nobody-made-this-link"):
        page = exit_.running.app.test_client().get(path + broken, headers={"Accept-Language": "es"})
        assert page.content_type == "text/html; charset=utf-8"
        is_whole = path == exit_.path and broken == "/"
        assert ("recommend" if is_whole else "No encontramos esta página") in page.text


@pytest.mark.parametrize("path", ["/o", "/o/", "/s/", "/survey/previews/none"])
def test_who_misses_a_page_gets_a_page(survey, path):
    page = survey.client.get(path, headers={"Accept-Language": "pt"})
    assert (page.status_code, "Não encontramos esta página" in page.text) == (404, True)


def test_a_link_that_is_asked_for_twice_under_one_key_is_one_link(exit_):
    body = {"survey": "after-support", "label": "Receipt"}
    headers = {**exit_.key, "Idempotency-Key": '"the-receipt"'}
    first, again = (exit_.running.post("/survey/v1/links", body, headers) for _ in range(2))
    assert (first.status_code, again.status_code, again.json) == (201, 201, first.json)
    assert len(exit_.running.get("/survey/v1/links", exit_.key).json["items"]) == 2


def test_making_one_is_told_and_noted_and_the_token_is_kept_nowhere(exit_):
    (event,) = exit_.events("survey.link.made")
    assert event["data"] == {
        "link_id": exit_.made["id"],
        "survey": "after-support",
        "label": "Shop, exit",
        "kiosk": False,
        "journey": "buy",
        "channel": "shop",
    }
    trail = exit_.running.get("/survey/v1/audit", exit_.key).json["items"]
    assert [entry["action"] for entry in trail] == ["survey.published", "link.made"]
    token = exit_.path.removeprefix("/o/")
    assert len(token) * 6 >= 128
    with exit_.running.service.database.transaction() as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            rows = connection.execute(f"SELECT t::text FROM {name} AS t").fetchall()
            assert not any(token in row[0] for row in rows), name


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"survey": "no-such"}, "survey"),
        ({"language": "ar"}, "language"),
        ({"language": "xx"}, "language"),
        ({"label": " "}, "label"),
        ({"expires_at": "tomorrow"}, "expires_at"),
    ],
)
def test_a_link_that_can_not_be_made_is_refused_by_field(exit_, body: dict[str, Any], field: str):
    asked = {"survey": "after-support", "label": "A poster", **body}
    answer = exit_.running.post("/survey/v1/links", asked, exit_.key)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_the_picture_is_a_code_with_room_around_it(exit_):
    answer = exit_.running.get(f"/survey/v1/links/{exit_.made['id']}/qr.svg", exit_.key)
    assert answer.content_type == "image/svg+xml"
    # A token of this length makes a code of some 33 to 45 modules, four modules of quiet zone on each side.
    width = int(re.search(r'width="(\d+)"', answer.text)[1])  # type: ignore[index]
    assert width % 8 == 0
    assert (width // 8 - 8 - 17) % 4 == 0
    assert exit_.running.client.get(f"/survey/v1/links/{exit_.made['id']}/qr.svg").status_code == 401


def test_many_at_the_same_moment_with_one_form_are_one_answer(exit_):
    stamp = stamp_of(exit_.get())
    with ThreadPoolExecutor(4) as pool:
        pages_ = list(pool.map(lambda _: exit_.send(FORM, stamp), range(8)))
    assert {page.status_code for page in pages_} == {200}
    assert len(exit_.responses()) == exit_.listed()["answers"] == 1


def test_a_poster_shows_the_code_and_the_address_to_staff_only(survey):
    link = poster(survey, language="pt")
    path = f"/survey/links/{link.made['id']}/print"
    page = survey.get(path, link.key)
    assert page.status_code == 200
    assert "data:image/svg+xml;base64," in page.text
    assert link.made["link"] in page.text
    assert AFTER_SUPPORT["title"]["pt"] in page.text
    assert survey.client.get(path).status_code == 303
    assert survey.get("/survey/links/00000000-0000-0000-0000-000000000000/print", link.key).status_code == 404


def test_a_poster_says_whose_it_is(survey):
    link = poster(survey)
    path = f"/survey/links/{link.made['id']}/print"
    for brand, seen in (
        ({"name": "Faro & Hijos"}, "Faro &amp; Hijos"),
        ({"name": "Faro & Hijos", "logo_png": png()}, 'alt="Faro &amp; Hijos"'),
    ):
        assert survey.client.put("/survey/v1/brand", json=brand, headers=link.key).status_code == 200
        assert seen in survey.get(path, link.key).text


def test_what_was_rejected_goes_when_responses_lose_their_words(survey, exit_):
    exit_.send({**FORM, "_url": "x"})
    policy = BUILT_IN.responses
    assert policy is not None
    for days, left in ((policy - 1, 1), (policy + 1, 0)):
        clock = partial(now_in, days)
        assert apply_retention(survey.service.change, clock, timedelta(hours=1))
        assert len(exit_.rejected()) == left
