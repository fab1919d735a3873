"""The pages of proposals: who proposed what, who is still to be heard, and one's own yes or no."""

from typing import Any

import pytest

from support.apps import Running
from support.journeys import design, said
from support.staff import Reader

API = "/scoring/v1/journeys/proposals"
LIST = "/scoring/proposals"
OWNERS = ["marketing", "sales", "operations", "digital"]


@pytest.fixture
def admin(scoring: Running) -> dict[str, str]:
    return scoring.key(
        "journeys:propose", "journeys:write", "journeys:read", "journeys:approve", holder="Eva"
    )


def propose(scoring: Running, admin: dict[str, str], **change: Any) -> str:
    answer = scoring.post(API, {"definition": design(**change), "comment": "At <b>last</b>."}, admin)
    assert answer.status_code == 201, answer.text
    return f"{LIST}/{answer.json['id']}"


def owner_of(scoring: Running, owner: str) -> Reader:
    return Reader.of(
        scoring, "journeys:read", "journeys:approve", name=f"{owner}'s lead", subject=f"owner:{owner}"
    )


def test_every_owner_says_yes_on_the_page_and_who_is_accountable_publishes(
    scoring: Running, admin: dict[str, str]
) -> None:
    page = propose(scoring, admin)
    for number, owner in enumerate(OWNERS):
        reader = owner_of(scoring, owner)
        shown = reader.words(page)
        assert f"Waits for {', '.join(OWNERS[number:])}." in shown
        assert "Publish" not in shown
        assert reader.send(page, owner=owner, comment=f"Yes, says {owner}.", decision="approve") == page
        assert reader.send(page, owner=owner, comment="", decision="approve") == page  # the same yes again
    growth = Reader.of(scoring, "journeys:read", "journeys:write", name="Gabriel", subject="owner:growth")
    assert "Everybody has approved" in growth.words(page)
    assert growth.send(f"{page}/publication") == page
    shown = growth.words(page)
    assert "Published as version 1." in shown
    assert shown.count("approved (for") == 4
    for words in (
        "Eva proposed it",
        "sales's lead approved (for sales) Yes, says sales.",
        "Gabriel published it",
    ):
        assert words in shown
    assert scoring.get("/scoring/v1/journeys/join", admin).json["version"] == 1
    assert growth.send(f"{page}/publication", 409).count("Somebody was quicker")


def test_one_no_ends_it_and_the_next_one_is_told(scoring: Running, admin: dict[str, str]) -> None:
    page = propose(scoring, admin)
    sales, digital = owner_of(scoring, "sales"), "digital"
    sales.send(page, owner="sales", comment="Too long.", decision="reject")
    assert "Rejected." in sales.words(page)
    assert "Your yes or no" not in sales.words(page)
    late = owner_of(scoring, digital).send(page, 409, owner=digital, comment="Fine.", decision="approve")
    assert "Somebody was quicker" in late


def test_a_key_speaks_for_its_own_function_alone(scoring: Running, admin: dict[str, str]) -> None:
    page = propose(scoring, admin)
    sales = owner_of(scoring, "sales")
    assert "<option selected>sales</option>" in sales.read(page)
    assert "<option>digital" not in sales.read(page)
    sales.send(page, 403, owner="digital", comment="", decision="approve")
    sales.send(f"{page}/publication", 403)
    kitchen = Reader.of(scoring, "journeys:read", "journeys:approve")
    assert "No stage of this journey" in kitchen.send(
        page, 422, owner="kitchen", comment="x", decision="approve"
    )
    kept = kitchen.send(page, 422, owner="sales", comment="Not sure.", decision="perhaps")
    assert "Say yes or no." in kept
    assert ">Not sure.</textarea>" in kept
    assert len(scoring.get(page.replace(LIST, API), admin).json["steps"]) == 1


def test_what_would_change_stands_beside_what_is_in_force(scoring: Running, admin: dict[str, str]) -> None:
    assert scoring.post("/scoring/v1/journeys", design(), admin).status_code == 200
    stages = design()["stages"]
    stages[1] = {**stages[1], "owner": "partners"}
    unboxed = {"key": "unbox", "name": said("I unbox"), "owner": "operations", "touchpoints": ["unboxed"]}
    page = propose(scoring, admin, stages=[*stages[:3], unboxed, stages[4]], window_days=31)
    reader = Reader.of(scoring, "journeys:read")
    shown = reader.words(page)
    for words in (
        "In force: version 1",
        "Stage changed: declare_interest",
        "New stage: I unbox",
        "Stage left out: receive_contract",
        "Changed besides: after how many days a case is closed",
    ):
        assert words in shown
    assert "Your yes or no" not in shown
    same = reader.words(propose(scoring, admin))
    assert "Nothing: it is as the one in force." in same


def test_what_keeps_it_from_being_published_is_told(scoring: Running, admin: dict[str, str]) -> None:
    page = propose(scoring, admin, outcome={})
    for owner in OWNERS:
        owner_of(scoring, owner).send(page, owner=owner, comment="", decision="approve")
    growth = Reader.of(scoring, "journeys:read", "journeys:write")
    shown = growth.words(page)
    assert "not published yet: What the customer has when it went well: not said in: en, es, pt." in shown
    assert "all cases are counted anew" not in shown
    refused = growth.send(f"{page}/publication", 422)
    assert "No stage of this journey is owned by that function." not in refused


def test_a_form_of_another_site_and_a_reader_who_may_only_look_decide_nothing(
    scoring: Running, admin: dict[str, str]
) -> None:
    page = propose(scoring, admin)
    sales = owner_of(scoring, "sales")
    form = {"owner": "sales", "comment": "", "decision": "approve"}
    assert sales.send(page, 303, "https://elsewhere.example", **form).startswith("/sign-in")
    Reader.of(scoring, "journeys:read").send(page, 403, **form)
    assert len(scoring.get(page.replace(LIST, API), admin).json["steps"]) == 1


def test_proposals_are_listed_page_by_page_and_an_empty_list_says_so(
    scoring: Running, admin: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader.of(scoring, "journeys:read")
    assert "Nothing is proposed." in reader.words(LIST)
    pages = [propose(scoring, admin) for _ in range(3)]
    monkeypatch.setattr("scoring.pages.proposals._AT_ONCE", 2)
    first = reader.read(LIST)
    assert [page in first for page in pages] == [True, True, False]
    following = first.partition('rel="next" href="')[2].partition('"')[0]
    assert pages[2] in reader.read(following)


def test_the_pages_are_of_their_own_scope_speak_their_readers_language_and_take_no_markup(
    scoring: Running, admin: dict[str, str]
) -> None:
    page = propose(scoring, admin)
    reader = Reader.of(scoring, "journeys:read")
    assert "Espera a marketing, sales" in reader.words(page, language="es")
    assert "O que se fez até agora" in reader.words(page, language="pt")
    assert "At &lt;b&gt;last" in scoring.client.get(page).text
    stranger = Reader.of(scoring, "scores:read")
    for path in (LIST, page):
        stranger.read(path, 403)
    reader = Reader.of(scoring, "journeys:read")
    reader.read(f"{LIST}/00000000-0000-0000-0000-000000000000", 404)
