"""Designed journeys: published with an outcome or not at all, proposed and approved with every step on record."""

from typing import Any

import pytest

from support.apps import INTERNAL_KEY, Running
from support.journeys import design, said

PATH = "/scoring/v1/journeys"
MAP = {"key": "map", "name": said("Map"), "fresh_days": 7}
OWNERS = ["marketing", "sales", "operations", "digital"]


@pytest.fixture
def admin(scoring: Running) -> dict[str, str]:
    return scoring.key(
        "journeys:write", "journeys:read", "journeys:propose", "journeys:approve", "audit:read"
    )


def events(scoring: Running) -> list[tuple[str, Any]]:
    body = scoring.get("/scoring/v1/events", {"Authorization": f"Bearer {INTERNAL_KEY}"}).json
    return [(event["type"], event["data"].get("version")) for event in body["events"]]


def test_a_changed_journey_is_a_new_version_and_an_unchanged_one_is_not(
    scoring: Running, admin: dict[str, str]
) -> None:
    assert scoring.post(PATH, design(), admin).json == {"key": "join", "version": 1, "is_new": True}
    assert scoring.post(PATH, design(), admin).json == {"key": "join", "version": 1, "is_new": False}
    assert scoring.post(PATH, design(window_days=61), admin).json["version"] == 2
    assert events(scoring) == [("scoring.journey.published", 1), ("scoring.journey.published", 2)]
    shown = scoring.get(f"{PATH}/join", admin).json
    assert (shown["version"], shown["definition"]["window_days"]) == (2, 61)
    assert scoring.post(PATH, shown["definition"], admin).json["is_new"] is False
    trail = scoring.get("/scoring/v1/audit", admin).json["items"]
    assert [(entry["action"], entry["detail"]) for entry in trail] == [
        ("journey.published", {"version": 1}),
        ("journey.published", {"version": 2}),
    ]


@pytest.mark.parametrize(
    ("change", "faulty"),
    [
        ({"outcome": {"success": ["connect_portal"]}}, "outcome.statement"),
        ({"outcome": {"statement": said("It works.")}}, "outcome.success"),
        ({"outcome": {}}, "outcome.statement"),
        (
            {"outcome": {"statement": {"en": "It works."}, "success": ["connect_portal"]}},
            "outcome.statement",
        ),
        (
            {"outcome": {"statement": said("It works."), "success": ["a"], "exits": ["a"]}},
            "outcome.exits",
        ),
        ({"accountable": ""}, "accountable"),
        ({"starts": []}, "starts"),
        ({"starts": ["connect_portal"]}, "starts"),
        ({"stages": []}, "stages"),
        ({"stages": [*design()["stages"], design()["stages"][0]]}, "stages.5.key"),
        (
            {"stages": [{**stage, "touchpoints": ["same"]} for stage in design()["stages"]]},
            "stages.1.touchpoints",
        ),
        ({"window_days": 30}, "window_days"),
        ({"window_days": 0}, "window_days"),
        ({"time_zone": "Bogota"}, "time_zone"),
        ({"name": {"en": "I join"}}, "name"),
        ({"sources": [{**MAP, "name": {"en": "Map"}}]}, "sources.0.name"),
        ({"sources": [{**MAP, "fresh_days": 0}]}, "sources.0.fresh_days"),
        ({"sources": [MAP, MAP]}, "sources.1.key"),
        ({"key": "templates"}, "key"),
        ({"lines": {"journey_red_below": 1.5}}, "lines.journey_red_below"),
        ({"country": "co"}, "country"),
    ],
    ids=str,
)
def test_what_keeps_a_journey_from_being_published_is_named_by_its_field(
    scoring: Running, admin: dict[str, str], change: dict[str, Any], faulty: str
) -> None:
    answer = scoring.post(PATH, design(**change), admin)
    assert answer.status_code == 422, answer.text
    assert faulty in {error["field"] for error in answer.json["errors"]}
    assert scoring.get(PATH, admin).json["items"] == []
    assert events(scoring) == []


def test_every_template_can_be_published_and_has_the_fields_names(
    scoring: Running, admin: dict[str, str]
) -> None:
    templates = {template["key"]: template for template in scoring.get(f"{PATH}/templates", admin).json}
    assert {key: template["name"]["es"] for key, template in templates.items()} == {
        "complain": "Me quejo",
        "first-month": "Mi primer mes",
        "join": "Me uno",
        "leave": "Dejo",
    }
    assert [stage["name"]["en"] for stage in templates["join"]["stages"]] == [
        "I inform myself",
        "I declare interest",
        "I fill in my contract",
        "I receive my contract",
        "I connect to the portal",
    ]
    for template in templates.values():
        answer = scoring.post(PATH, template, admin)
        assert answer.status_code == 200, answer.text


def propose(scoring: Running, admin: dict[str, str], **change: Any) -> str:
    answer = scoring.post(f"{PATH}/proposals", {"definition": design(**change), "comment": "At last."}, admin)
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def decide(scoring: Running, proposal: str, owner: str, *, approve: bool = True) -> Any:
    key = scoring.key("journeys:approve", subject=f"owner:{owner}")
    return scoring.post(f"{PATH}/proposals/{proposal}/decisions", {"owner": owner, "approve": approve}, key)


def test_a_proposal_is_published_when_every_stage_owner_has_approved_and_every_step_stays(
    scoring: Running, admin: dict[str, str]
) -> None:
    proposal = propose(scoring, admin)
    for number, owner in enumerate(OWNERS):
        shown = decide(scoring, proposal, owner).json
        assert shown["missing"] == OWNERS[number + 1 :]
        assert decide(scoring, proposal, owner).json["steps"] == shown["steps"]  # the same yes again
        if shown["missing"]:
            refused = scoring.post(f"{PATH}/proposals/{proposal}/publication", None, admin)
            assert refused.status_code == 409
            assert ", ".join(shown["missing"]) in refused.json["detail"]
    growth = scoring.key("journeys:write", subject="owner:growth")
    done = scoring.post(f"{PATH}/proposals/{proposal}/publication", None, growth).json
    assert (done["state"], done["version"], done["faults"]) == ("published", 1, [])
    assert [(step["action"], step["owner"]) for step in done["steps"]] == [
        ("proposed", None),
        *(("approved", owner) for owner in OWNERS),
        ("published", "growth"),
    ]
    assert {step["by"] for step in done["steps"]} == {"a test"}
    assert [kind for kind, _ in events(scoring)] == [
        "scoring.journey_proposal.proposed",
        *["scoring.journey_proposal.approved"] * 4,
        "scoring.journey.published",
        "scoring.journey_proposal.published",
    ]
    assert scoring.post(f"{PATH}/proposals/{proposal}/publication", None, admin).status_code == 409
    with pytest.raises(Exception, match="only ever added to"), scoring.service.change() as connection:
        connection.execute(b"UPDATE journey_steps SET by = 'nobody'")


def test_a_proposal_without_an_outcome_can_be_discussed_but_not_published(
    scoring: Running, admin: dict[str, str]
) -> None:
    proposal = propose(scoring, admin, outcome={})
    faults = scoring.get(f"{PATH}/proposals/{proposal}", admin).json["faults"]
    assert {fault["field"] for fault in faults} == {"outcome.statement", "outcome.success"}
    for owner in OWNERS:
        decide(scoring, proposal, owner)
    refused = scoring.post(f"{PATH}/proposals/{proposal}/publication", None, admin)
    assert refused.status_code == 422
    assert {error["field"] for error in refused.json["errors"]} == {"outcome.statement", "outcome.success"}
    assert scoring.get(PATH, admin).json["items"] == []


def test_one_no_ends_a_proposal(scoring: Running, admin: dict[str, str]) -> None:
    proposal = propose(scoring, admin)
    assert decide(scoring, proposal, "sales", approve=False).json["state"] == "rejected"
    assert decide(scoring, proposal, "sales").status_code == 409


def test_a_key_speaks_for_its_own_function_alone(scoring: Running, admin: dict[str, str]) -> None:
    proposal = propose(scoring, admin)
    sales = scoring.key("journeys:approve", "journeys:write", subject="owner:sales")
    body = {"owner": "digital", "approve": True}
    assert scoring.post(f"{PATH}/proposals/{proposal}/decisions", body, sales).status_code == 403
    assert scoring.post(f"{PATH}/proposals/{proposal}/publication", None, sales).status_code == 403
    stranger = scoring.post(
        f"{PATH}/proposals/{proposal}/decisions", {"owner": "kitchen", "approve": True}, admin
    )
    assert [error["field"] for error in stranger.json["errors"]] == ["owner"]


def test_proposals_are_listed_page_by_page(scoring: Running, admin: dict[str, str]) -> None:
    ids = [propose(scoring, admin), propose(scoring, admin, key="other"), propose(scoring, admin)]
    first = scoring.get(f"{PATH}/proposals?limit=2", admin).json
    rest = scoring.get(f"{PATH}/proposals?limit=2&cursor={first['next']}", admin).json
    assert [item["id"] for item in first["items"] + rest["items"]] == ids
    assert rest["next"] is None
    own = scoring.get(f"{PATH}/proposals?journey=other", admin).json["items"]
    assert [item["id"] for item in own] == ids[1:2]


def test_there_is_nothing_where_nothing_was_published(scoring: Running, admin: dict[str, str]) -> None:
    nobodys = "00000000-0000-0000-0000-000000000000"
    for path in ("nobodys", "nobodys/graph", "nobodys/outcomes", f"proposals/{nobodys}"):
        assert scoring.get(f"{PATH}/{path}", admin).status_code == 404
