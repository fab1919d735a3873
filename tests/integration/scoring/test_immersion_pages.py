"""The page of conversations and walks: one's own are logged, with why one does not count, and findings become tasks."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from integration.scoring.test_forecasts import Clock
from scoring.api import immersions as api
from scoring.pages import immersions as pages
from support.apps import Running
from support.staff import Reader

PAGE = "/scoring/immersions"
API = "/scoring/v1/immersions"
FORM = {
    "id": str(UUID(int=1)),
    "kind": "walk",
    "day": "2026-11-19",
    "channel": "web",
    "journey": "join",
    "notes": "I moved house on our own portal.\nIt asked twice for an address that it had.",
    "findings": "The address is asked for twice.\n\n  Nobody says how long it takes.  ",
}
ACTION = {"action": "Take the address from the contract.", "owner": "digital", "due_on": "2026-12-15"}
TAKE_UP = f"{PAGE}/{UUID(int=1)}/findings/2"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    clock.moment = datetime(2026, 11, 20, 10, tzinfo=UTC)
    for module in (api, pages):
        monkeypatch.setattr(module, "now", clock)
    return clock


@pytest.fixture
def executive(scoring: Running, clock: Clock) -> Reader:
    return Reader.of(scoring, "immersions:read", "immersions:write", name="Alice")


def kept(scoring: Running) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = scoring.get(API, scoring.key("immersions:read")).json["items"]
    return items


def told(scoring: Running) -> list[str]:
    events = scoring.get("/scoring/v1/events", scoring.key("events:read")).json["events"]
    return [event["type"] for event in events]


def test_what_was_done_is_logged_once_for_whoever_has_signed_in(scoring: Running, executive: Reader) -> None:
    assert "Nothing has been logged yet." in executive.words(PAGE)
    for _ in range(2):
        onward = executive.send(PAGE, **FORM, person="Bruno")
    assert onward == f"{PAGE}#immersion-{UUID(int=1)}"
    (one,) = kept(scoring)
    assert (one["person"], one["by"], one["counts"]) == ("Alice", "Alice", True)
    assert one["findings"] == ["The address is asked for twice.", "Nobody says how long it takes."]
    shown = executive.words(PAGE)
    assert "Walk through the journey · web" in shown
    assert "Alice · 2026-11-19 · journey join · logged on 2026-11-20 by Alice" in shown
    assert "It asked twice for an address that it had." in shown
    assert "Counts." in shown
    assert told(scoring) == ["scoring.immersion.logged"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"notes": ""}, "it has no notes. Log it again"),
        ({"channel": " "}, "it names no channel. Log it again"),
        ({"notes": "", "channel": ""}, "it has no notes and names no channel."),
    ],
)
def test_what_does_not_count_says_why(
    scoring: Running, executive: Reader, change: dict[str, str], words: str
) -> None:
    executive.send(PAGE, **{**FORM, **change})
    assert f"Does not count: {words}" in executive.words(PAGE)
    assert kept(scoring)[0]["counts"] is False


def test_what_was_logged_before_in_the_same_words_does_not_count_again(
    executive: Reader, clock: Clock
) -> None:
    executive.send(PAGE, **FORM)
    clock.moment = datetime(2026, 11, 20, 11, tzinfo=UTC)
    executive.send(PAGE, **{**FORM, "id": str(UUID(int=2)), "notes": FORM["notes"].upper()})
    newest, _, oldest = executive.words(PAGE).partition("It asked twice")
    assert "Does not count: the same was logged before." in newest
    assert oldest.count("Counts.") == 1
    assert "Does not count" not in oldest


def test_a_finding_becomes_somebodys_task_once(scoring: Running, executive: Reader) -> None:
    executive.send(PAGE, **FORM)
    assert executive.words(PAGE).count("Nothing is done about it yet.") == 2
    for query in ("", "?person=Alice"):
        onward = executive.send(f"{TAKE_UP}{query}", **ACTION)
        assert onward == f"{PAGE}{query}#immersion-{UUID(int=1)}"
    shown = executive.words(PAGE)
    assert "Take the address from the contract. digital, by 2026-12-15 · said on 2026-11-20 by Alice" in shown
    assert shown.count("Nothing is done about it yet.") == 1
    assert told(scoring) == ["scoring.immersion.logged", "scoring.finding.taken_up"]
    other = executive.send(TAKE_UP, 409, **{**ACTION, "owner": "sales"})
    assert "Somebody was quicker" in other
    assert 'value="sales"' in other
    assert [one["owner"] for one in kept(scoring)[0]["actions"]] == ["digital"]


def test_of_what_is_not_there_nothing_is_done(executive: Reader) -> None:
    executive.send(TAKE_UP, 404, **ACTION)
    executive.send(PAGE, **FORM)
    executive.send(f"{PAGE}/{UUID(int=1)}/findings/3", 404, **ACTION)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "survey"}, "Say whether it was a conversation or a walk."),
        ({"day": "soon"}, "That is not a day that can be used"),
        ({"day": "2026-11-21"}, "That is not a day that can be used"),
        ({"channel": "\u200b"}, "A channel takes at most 200 characters."),
        ({"findings": "x\n" * 51}, "At most 50 findings"),
        ({"findings": "x" * 2001}, "At most 50 findings"),
        ({"notes": "x" * 20_001}, "Notes take at most 20,000 characters."),
    ],
)
def test_what_makes_no_sense_is_told_by_field_and_nothing_is_lost(
    scoring: Running, executive: Reader, change: dict[str, str], words: str
) -> None:
    sent = {**FORM, **change}
    page = executive.send(PAGE, 422, **sent)
    assert page.count(words) == 1
    assert page.count('aria-invalid="true"') == 1
    assert all(f'value="{sent[name]}"' in page for name in ("id", "day", "channel") if name not in change)
    assert all(f">{sent[name].strip()}</textarea>" in page for name in ("notes", "findings"))
    assert kept(scoring) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"action": ""}, "Say what is done"),
        ({"owner": "x" * 201}, "Say who does it"),
        ({"due_on": "soon"}, "Say by which day"),
    ],
)
def test_a_task_that_says_too_little_stays_as_it_was_typed(
    scoring: Running, executive: Reader, change: dict[str, str], words: str
) -> None:
    executive.send(PAGE, **FORM)
    page = executive.send(TAKE_UP, 422, **{**ACTION, **change})
    assert page.count(f"<li>{words}") == 1
    assert page.count("<details open>") == 1
    assert page.count('aria-invalid="true"') == 1
    assert all(value in page for name, value in ACTION.items() if name not in change)
    assert kept(scoring)[0]["actions"] == []


def test_a_form_that_logged_something_else_before_logs_another_one_when_it_is_sent_again(
    scoring: Running, executive: Reader
) -> None:
    executive.send(PAGE, **FORM)
    page = executive.send(PAGE, 409, **{**FORM, "notes": "Another walk."})
    assert "Something else was logged with this form before." in page
    assert ">Another walk.</textarea>" in page
    found = re.search(r'name="id" value="([^"]+)"', page)
    assert found
    assert found[1] != FORM["id"]
    executive.send(PAGE, **{**FORM, "notes": "Another walk.", "id": found[1]})
    assert [one["notes"] for one in kept(scoring)] == [FORM["notes"], "Another walk."]


def test_who_may_only_look_and_a_form_of_another_site_log_nothing(
    scoring: Running, executive: Reader
) -> None:
    executive.send(PAGE, **FORM)
    assert executive.send(PAGE, 303, "https://elsewhere.example", **FORM).startswith("/sign-in")
    looker = Reader.of(scoring, "immersions:read", name="Bruno")
    shown = looker.words(PAGE)
    assert "Nobody says how long it takes." in shown
    assert "Log one of yours" not in shown
    assert "Say what is done about it" not in shown
    looker.send(PAGE, 403, **{**FORM, "id": str(UUID(int=2))})
    looker.send(TAKE_UP, 403, **ACTION)
    assert [one["actions"] for one in kept(scoring)] == [[]]


def test_the_page_is_of_its_own_scope_and_speaks_its_readers_language(
    scoring: Running, executive: Reader
) -> None:
    executive.send(PAGE, **FORM)
    assert "Recorrido hecho como cliente" in executive.words(PAGE, language="es")
    assert "Percurso feito como cliente" in executive.words(PAGE, language="pt")
    Reader.of(scoring, "scores:read").read(PAGE, 403)


def test_they_are_read_by_person_and_page_by_page_the_newest_first(
    scoring: Running, executive: Reader, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_AT_ONCE", 2)
    key = scoring.key("immersions:write")
    for number in range(1, 5):
        clock.moment = datetime(2026, 11, 20, 10 + number, tzinfo=UTC)
        person = "Bruno" if number == 2 else "Alice"
        body = {"id": str(UUID(int=number)), "person": person, "kind": "walk", "day": "2026-11-19"}
        assert scoring.post(API, {**body, "notes": f"Note {number}."}, key).status_code == 200
    first = executive.read(f"{PAGE}?person=Alice")
    assert re.findall(r"Note \d", first) == ["Note 4", "Note 3"]
    assert "Only those of Alice." in first
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    assert re.findall(r"Note \d", executive.read(following[1])) == ["Note 1"]
    executive.read(f"{PAGE}?cursor=nonsense", 422)
