"""The pages of gaming: what an auditor reads, looks for and says of it, and that nothing changes by it."""

import re

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.test_gaming import AUDITS, put_plan, told
from shared.events import Event
from support.apps import Running
from support.staff import Reader, words_of
from support.told import invited

PLAN = "/scoring/gaming/q3"


@pytest.fixture
def auditor(scoring: Running) -> Reader:
    return Reader.of(scoring, "gaming:read", "gaming:write", "plans:read")


def left_out() -> list[Event]:
    """A quarter in which sales leaves out forty addresses of a hundred, and support four."""
    news = []
    for owner, missing in (("sales", 40), ("support", 4)):
        for number in range(100):
            name, where = told(owner, number)
            step, reason = ("suppressed", "no_address") if number < missing else ("scheduled", None)
            news.append(invited(name, step, reason=reason, **where))
    return news


@pytest.fixture
def withheld(scoring: Running, tell: Tell) -> None:
    """Such a quarter, and a plan for it."""
    put_plan(scoring)
    tell(left_out())


def finding(page: str, title: str) -> str:
    """The article about this check, without tags."""
    articles = re.findall(r"<article.*?</article>", page, re.DOTALL)
    (found,) = [one for one in articles if title in one]
    return words_of(found)


def test_a_finding_has_its_test_n_and_p_and_changes_nothing_by_itself(
    auditor: Reader, withheld: None
) -> None:
    assert "Nobody has looked yet" in auditor.words(PLAN)
    audit = auditor.send(PLAN, version="1")
    found = finding(
        auditor.raw(audit), "customers who were not asked for a reason that staff can bring about"
    )
    assert found.strip().startswith("Owner sales:")
    for words in ("40 of 100 eligible customers", "n 100", "counted 40", "expected 22.00", "p < 0.001"):
        assert words in found
    shown = auditor.words(audit)
    assert "A finding changes nothing by itself: no score, no gate, no payout." in shown
    assert re.search(r"\d+ tests, each p corrected for all of them \(Holm\)", shown)
    assert "less than 1.0 % of such looks" in shown
    assert "Owner support: 4 of 100 eligible customers" in shown  # tested, and no finding
    assert "too little to tell about" in shown
    assert audit in auditor.read(PLAN)
    assert PLAN in auditor.read("/scoring/gaming")


def test_how_many_there_are_is_not_told_where_they_are_too_few(
    scoring: Running, auditor: Reader, tell: Tell
) -> None:
    put_plan(scoring)
    few = [told(owner, number) for owner in ("sales", "support") for number in range(2)]
    tell([invited(name, **where) for name, where in few])
    shown = auditor.words(auditor.send(PLAN, version="1"))
    assert "customers who were not asked: there are fewer than 5, and it takes" in shown
    assert "there are 2" not in shown


def test_who_explains_a_finding_is_kept_beside_it_and_it_stays_one(auditor: Reader, withheld: None) -> None:
    audit = auditor.send(PLAN, version="1")
    place = re.search(r'name="place" value="(\d+)"', auditor.read(audit))
    assert place
    again = auditor.send(audit, 422, place=place[1], state="explained", note="")
    assert "Say what explains it" in again
    auditor.send(audit, place=place[1], state="seen", note="")
    back = auditor.send(audit, place=place[1], state="explained", note="A new form without the field.")
    assert back == f"{audit}#result-{place[1]}"
    page = auditor.read(audit)
    assert "Carla: Seen." in page
    assert "Carla: Explained. A new form without the field." in page
    assert f'id="result-{place[1]}"' in page


def test_whoever_the_plan_pays_can_read_and_can_neither_look_nor_explain(
    scoring: Running, auditor: Reader, withheld: None
) -> None:
    audit = auditor.send(PLAN, version="1")
    place = re.search(r'name="place" value="(\d+)"', auditor.read(audit))
    assert place
    ana = Reader.of(scoring, "gaming:read", "gaming:write", "plans:read", name="Ana")
    assert "Look now" not in ana.words(PLAN)
    assert "Say that you have seen it" not in ana.words(audit)
    ana.send(PLAN, 403, version="1")
    ana.send(audit, 403, place=place[1], state="seen", note="")
    assert len(scoring.get(f"{AUDITS}?plan=q3", scoring.key("gaming:read")).json["items"]) == 1


def test_a_form_of_another_site_and_a_reader_who_may_only_look_change_nothing(
    scoring: Running, auditor: Reader, withheld: None
) -> None:
    assert auditor.send(PLAN, 303, "https://elsewhere.example", version="1").startswith("/sign-in")
    looker = Reader.of(scoring, "gaming:read")
    assert "Look now" not in looker.words(PLAN)
    looker.send(PLAN, 403, version="1")
    assert scoring.get(f"{AUDITS}?plan=q3", scoring.key("gaming:read")).json["items"] == []


def test_who_may_not_list_plans_is_told_of_none_and_names_one(scoring: Running, withheld: None) -> None:
    reader = Reader.of(scoring, "gaming:read")
    assert "q3" not in reader.read("/scoring/gaming")
    answer = scoring.client.get("/scoring/gaming?plan=q3")
    assert (answer.status_code, answer.headers["Location"]) == (303, PLAN)
    reader.read("/scoring/gaming?plan=nobodys", 404)
    reader.read("/scoring/gaming/nobodys", 404)
    reader.read(f"{PLAN}?version=2", 404)


def test_an_audit_is_found_under_its_own_plan_only(scoring: Running, auditor: Reader, withheld: None) -> None:
    put_plan(scoring, "q4")
    audit = auditor.send(PLAN, version="1")
    auditor.read(audit.replace("/q3/", "/q4/"), 404)


def test_the_pages_are_of_their_own_scope_and_speak_their_readers_language(
    scoring: Running, auditor: Reader, withheld: None
) -> None:
    audit = auditor.send(PLAN, version="1")
    assert "Un hallazgo no cambia nada por sí solo" in auditor.words(audit, language="es")
    assert "40 de 100 clientes elegíveis" in auditor.words(audit, language="pt")
    stranger = Reader.of(scoring, "scores:read", "scorecards:read", "plans:read")
    for path in ("/scoring/gaming", PLAN, audit):
        stranger.read(path, 403)
    assert "/scoring/gaming" not in stranger.read("/scoring/scores")
