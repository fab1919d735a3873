"""The form in which people propose a change to a journey: nobody needs to know how designs are written."""

import re
from typing import Any

import pytest

from scoring.domain.journeys import Journey
from support.apps import Running
from support.journeys import design, said
from support.staff import Reader, words_of

API = "/scoring/v1/journeys"
FORM = "/scoring/proposals/new/join"
Key = dict[str, str]


@pytest.fixture
def key(scoring: Running) -> Key:
    return scoring.key("journeys:read", "journeys:write", holder="Eva")


@pytest.fixture
def owner(scoring: Running, key: Key) -> Reader:
    """Carla, who owns a stage of the journey in force."""
    assert scoring.post(API, design(), key).status_code == 200
    return Reader.of(scoring, "journeys:read", "journeys:propose")


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    found = dict(
        re.findall(r'<input(?: type="hidden")?(?: id="[^"]*")? name="([^"]+)" value="([^"]*)"', page)
    )
    found |= dict(re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page))
    return found | dict.fromkeys(re.findall(r'name="([^"]+)" checked', page), "on")


def proposals(scoring: Running, key: Key) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = scoring.get(f"{API}/proposals", key).json["items"]
    return found


def new_stage(number: int, **more: str) -> dict[str, str]:
    names = {f"name-{number}-{language}": "Mis días" for language in ("en", "es", "pt")}
    return {
        **names,
        f"owner-{number}": "support",
        **{f"{name}-{number}": text for name, text in more.items()},
    }


def test_the_form_as_it_is_opened_proposes_what_is_in_force(
    scoring: Running, owner: Reader, key: Key
) -> None:
    form = fields_of(owner.read(FORM))
    assert "Nothing: it is as the one in force." in words_of(owner.send(FORM, 200, act="look", **form))
    assert proposals(scoring, key) == []
    owner.send(FORM, act="send", **form)
    (proposal,) = proposals(scoring, key)
    assert {**proposal["definition"], "sources": []} == scoring.get(f"{API}/join", key).json["definition"]
    assert (proposal["faults"], proposal["steps"][0]["by"]) == ([], "Carla")


def test_stages_are_added_moved_renamed_given_away_and_left_out(
    scoring: Running, owner: Reader, key: Key
) -> None:
    change = {
        **fields_of(owner.read(FORM)),
        "name-0-en": "I look around",
        "owner-1": "partners",
        "place-4": "2,5",
        "left_out-3": "on",
        "optional-2": "on",
        **new_stage(5, place="1.5", touchpoints="asked, answered ,"),
        "statement-en": "I am in.",
        "accountable": "chief",
        "comment": "Fewer steps.",
    }
    looked = words_of(owner.send(FORM, 200, act="look", **change))
    for words in (
        "Stage changed: I look around (was named “inform”)",
        "Stage changed: declare_interest (owner partners instead of sales)",
        "Stage changed: fill_contract (may be left out now)",
        "New stage: Mis días",
        "Stage left out: receive_contract",
        "Changed besides: who is accountable for the whole, its outcome",
        "Nothing was proposed yet.",
    ):
        assert words in looked
    page = owner.send(FORM, act="send", **change)
    (proposal,) = proposals(scoring, key)
    assert page == f"/scoring/proposals/{proposal['id']}"
    stages = proposal["definition"]["stages"]
    assert [(stage["key"], stage["owner"]) for stage in stages] == [
        ("inform", "marketing"),
        ("mis_dias", "support"),
        ("declare_interest", "partners"),
        ("connect_portal", "digital"),
        ("fill_contract", "sales"),
    ]
    assert stages[1]["touchpoints"] == ["asked", "answered"]
    assert proposal["definition"]["outcome"]["statement"]["en"] == "I am in."
    assert proposal["steps"][0]["comment"] == "Fewer steps."
    assert proposal["missing"] == ["marketing", "support", "partners", "digital", "sales"]


def test_what_it_says_nothing_of_stays(scoring: Running, owner: Reader, key: Key) -> None:
    form = fields_of(owner.read(FORM))
    owner.send(FORM, act="send", **form, **{"left_out-1": "on"})
    before = scoring.get(f"{API}/join", key).json["definition"]
    after = proposals(scoring, key)[0]["definition"]
    assert {"sources": [], **after, "stages": None} == {**before, "stages": None}


def test_two_new_stages_of_one_name_have_two_keys_and_a_third_has_room(
    scoring: Running, owner: Reader, key: Key
) -> None:
    form = {**fields_of(owner.read(FORM)), **new_stage(5), **new_stage(6)}
    again = fields_of(owner.send(FORM, 200, act="look", **form))
    assert (again["key-7"], again["name-7-en"]) == ("", "")
    owner.send(FORM, act="send", **(again | new_stage(7, place="")))
    stages = proposals(scoring, key)[0]["definition"]["stages"]
    assert [stage["key"] for stage in stages[5:]] == ["mis_dias", "mis_dias_2", "mis_dias_3"]


@pytest.mark.parametrize(
    ("change", "told", "where"),
    [
        ({"owner-1": ""}, "declare_interest: name the function that owns it", "owner-1"),
        ({"place-0": "first"}, "inform: its place is a number", "place-0"),
        ({"name-2-en": "x" * 501}, "give it a name, of at most 500 characters", "name-2-en"),
        ({"owner-5": "support"}, "New stage: give it a name", "name-5-en"),
        ({"touchpoints-0": "x" * 201}, "inform: at most 50 touchpoints", "touchpoints-0"),
        ({"accountable": "x" * 201}, "Who is accountable", "accountable"),
        ({"statement-es": "x" * 501}, "What the customer has", "statement-es"),
        ({"comment": "x" * 2001}, "Why takes at most", "comment"),
    ],
)
def test_what_can_not_be_is_told_by_field_and_nothing_typed_is_lost(
    scoring: Running, owner: Reader, key: Key, change: dict[str, str], told: str, where: str
) -> None:
    typed = {**fields_of(owner.read(FORM)), "comment": "Because.", "name-3-pt": "Assim"} | change
    again = owner.send(FORM, 422, act="send", **typed)
    assert told in words_of(again)
    assert re.search(rf'name="{where}"[^>]* aria-invalid="true"', again)
    assert typed.items() <= fields_of(again).items()
    assert proposals(scoring, key) == []


def test_what_is_still_missing_is_told_and_may_be_proposed_all_the_same(
    scoring: Running, owner: Reader, key: Key
) -> None:
    form = {**fields_of(owner.read(FORM)), "accountable": "", "name-5-en": "Later", "owner-5": "support"}
    looked = words_of(owner.send(FORM, 200, act="look", **form))
    assert "It can be discussed, but not published yet:" in looked
    assert "Stage “Later”: its name is missing in: es, pt." in looked
    page = owner.send(FORM, act="send", **form)
    assert {fault["field"] for fault in proposals(scoring, key)[0]["faults"]} == {
        "accountable",
        "stages.5.name",
    }
    in_spanish = owner.words(page, language="es")
    assert "Responde del conjunto: diga quién responde de todo el recorrido" in in_spanish
    assert "Etapa «Later»: falta su nombre en: es, pt." in in_spanish


def test_the_same_form_twice_is_one_proposal_and_another_under_its_id_is_told(
    scoring: Running, owner: Reader, key: Key
) -> None:
    form = {**fields_of(owner.read(FORM)), "comment": "Once."}
    assert owner.send(FORM, act="send", **form) == owner.send(FORM, act="send", **form)
    other = owner.send(FORM, 409, act="send", **{**form, "comment": "Twice."})
    assert "This form was sent before with something else in it" in other
    assert len(proposals(scoring, key)) == 1
    owner.send(FORM, act="send", **fields_of(other))
    assert [one["steps"][0]["comment"] for one in proposals(scoring, key)] == ["Once.", "Twice."]


def test_who_was_overtaken_looks_once_more(scoring: Running, owner: Reader, key: Key) -> None:
    form = {**fields_of(owner.read(FORM)), "owner-0": "web"}
    assert scoring.post(API, design(window_days=90), key).status_code == 200
    again = owner.send(FORM, 409, act="send", **form)
    assert "The journey was changed while you were writing" in again
    assert "owner web instead of marketing" in words_of(again)
    assert proposals(scoring, key) == []
    owner.send(FORM, act="send", **fields_of(again))
    definition = proposals(scoring, key)[0]["definition"]
    assert (definition["stages"][0]["owner"], definition["window_days"]) == ("web", 90)


def test_a_journey_that_comes_with_the_house_can_be_proposed_before_anybody_has_one(
    scoring: Running, key: Key
) -> None:
    owner = Reader.of(scoring, "journeys:read", "journeys:propose")
    chosen = owner.read("/scoring/proposals/new")
    assert 'href="/scoring/proposals/new/leave"' in chosen
    form = fields_of(owner.read("/scoring/proposals/new/leave"))
    assert form["version"] == "0"
    looked = owner.send("/scoring/proposals/new/leave", 200, act="look", **form)
    assert "It would be in force as it comes with Escucha." in looked
    owner.send("/scoring/proposals/new/leave", act="send", **form)
    assert proposals(scoring, key)[0]["journey"] == "leave"
    owner.read("/scoring/proposals/new/nobodys", 404)


def test_what_is_in_force_is_not_offered_as_new(scoring: Running, owner: Reader) -> None:
    chosen = words_of(owner.read("/scoring/proposals/new"))
    assert chosen.count("I join") == 1
    assert "Propose a change" in owner.words("/scoring/proposals")


def test_who_may_not_propose_and_forms_of_other_sites_propose_nothing(
    scoring: Running, owner: Reader, key: Key
) -> None:
    form = fields_of(owner.read(FORM))
    assert owner.send(FORM, 303, "https://elsewhere.example", act="send", **form).startswith("/sign-in")
    looker = Reader.of(scoring, "journeys:read")
    looker.read(FORM, 403)
    looker.send(FORM, 403, act="send", **form)
    assert "Propose a change" not in looker.words("/scoring/proposals")
    Reader.of(scoring, "journeys:propose").read(FORM, 403)  # the form shows the design
    assert proposals(scoring, key) == []


def test_whatever_is_sent_instead_of_the_form_is_answered(scoring: Running, owner: Reader, key: Key) -> None:
    form = fields_of(owner.read(FORM))
    for change in (
        {"id": "nonsense"},
        {"version": "x"},
        {"key-0": "No Key"},
        {"key-0": "receive_contract"},
        {"place-0": "1e999999"},
        {"name-0-en": "a\0b"},
    ):
        answer = owner.app.client.post(
            FORM, data={**form, **change, "act": "look"}, headers={"Origin": "http://localhost"}
        )
        assert answer.status_code in (200, 409, 422), change
    assert "The journey was changed" in owner.send(FORM, 409, act="send")  # no version, no field
    assert proposals(scoring, key) == []


def test_the_form_speaks_its_readers_language_and_takes_no_markup(owner: Reader) -> None:
    assert "Función que la lleva" in owner.words(FORM, language="es")
    assert "O cliente pode pulá-la" in owner.words(FORM, language="pt")
    form = {**fields_of(owner.read(FORM)), "name-0-en": "<b>loud</b>"}
    answer = owner.app.client.post(FORM, data={**form, "act": "look"}, headers={"Origin": "http://localhost"})
    assert "<b>loud" not in answer.text


def test_every_part_of_a_design_has_a_name_that_people_read(
    scoring: Running, owner: Reader, key: Key
) -> None:
    other = design(
        name=said("I enter"),
        window_days=90,
        time_zone="Europe/Madrid",
        contacts=[],
        contact_window_days=9,
        promises=[],
        first_month=None,
        surveys=["after"],
        starts=["declare_interest"],
        languages=["en"],
        complaint_page={"opened": ["a"], "sent": ["b"]},
        lines={"journey_red_below": 0.5},
        sources=[{"key": "map", "name": said("Map"), "fresh_days": 9}],
    )
    proposing = scoring.key("journeys:propose")
    made = scoring.post(f"{API}/proposals", {"definition": other}, proposing).json["id"]
    told = owner.words(f"/scoring/proposals/{made}")
    parts = told.partition("Changed besides: ")[2].partition(" The stages")[0].split(", ")
    assert (
        len(parts) == len(Journey.__slots__) - 4
    )  # key, stages, who is accountable and outcome are the same
    assert not any("_" in part for part in parts)
