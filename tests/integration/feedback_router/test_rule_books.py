"""Teams and rules through the API."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from support.complaints import BOOK

RULES = "/router/v1/rules"
UNSAID: dict[str, list[str] | None] = {
    "words": [],
    "stages": [],
    "journeys": [],
    "channels": [],
    "owners": [],
    "surveys": [],
    "segments": [],
    "touchpoint_types": [],
    "products": [],
    "kinds": [],
    "topics": [],
    "severity_at_least": None,
    "score_at_most": [],
}
UNSAID_OF_A_TEAM: dict[str, Any] = {
    "descriptions": [],
    "owners": [],
    "members": [],
    "keywords": [],
    "stages": [],
    "channels": [],
    "products": [],
    "calendar": {
        "time_zone": "UTC",
        "country": None,
        "region": None,
        "hours": [
            {
                "days": ["monday", "tuesday", "wednesday", "thursday", "friday"],
                "opens": "09:00",
                "closes": "17:00",
            }
        ],
    },
    "service_levels": [
        {"severity": 0, "acknowledge_hours": 8, "resolve_hours": 40, "around_the_clock": False},
        {"severity": 2, "acknowledge_hours": 4, "resolve_hours": 20, "around_the_clock": False},
        {"severity": 3, "acknowledge_hours": 1, "resolve_hours": 24, "around_the_clock": True},
    ],
    "escalation": [],
    "escalate_after_hours": 8,
}


@pytest.fixture
def admin(router):
    """A key that sets and reads rules."""
    return router.key("rules:write", "rules:read")


def test_a_book_that_was_kept_before_more_could_be_said_is_no_new_version_when_it_is_said_again(
    router, admin
):
    router.post(RULES, BOOK, admin)
    with router.service.change() as connection:
        connection.execute(
            """UPDATE rule_books
               SET checksum = 'of old', definition = definition - 'triage_alarm' || jsonb_build_object('teams', (
                   SELECT jsonb_agg(t - %(less)s::text[]) FROM jsonb_array_elements(definition -> 'teams') AS t
               ))""",
            {"less": ["descriptions", "members", "products", "calendar", "service_levels"]},
        )
    assert router.post(RULES, BOOK, admin).json == {"version": 1, "is_new": False}
    other = {**BOOK, "triage_alarm": 7}
    assert router.post(RULES, other, admin).json == {"version": 2, "is_new": True}


def test_before_anybody_set_rules_the_built_in_book_sends_all_to_triage(router, admin):
    shown = router.get(RULES, admin).json
    assert (shown["version"], shown["set_at"], shown["triage"], shown["rules"]) == (0, None, "triage", [])
    assert [team["key"] for team in shown["teams"]] == ["triage"]


def test_rules_that_were_set_are_shown_and_told(router, admin, book, events):
    shown = router.get(RULES, admin).json
    rules = [{**UNSAID, **rule} for rule in BOOK["rules"]]
    teams = [{**UNSAID_OF_A_TEAM, **team} for team in BOOK["teams"]]
    whole = {**BOOK, "rules": rules, "teams": teams, "executive": None, "triage_alarm": 50, "version": 1}
    assert shown.pop("set_at") is not None
    assert shown == whole
    (event,) = events("router.rules.set")
    assert event["data"] == whole


def test_the_same_definition_again_is_no_new_version_and_a_changed_one_is(router, admin, book, events):
    shown = router.get(RULES, admin).json
    again = {name: shown[name] for name in ("rules", "triage", "teams", "executive", "triage_alarm")}
    assert router.post(RULES, again, admin).json == {"version": 1, "is_new": False}
    changed = {**BOOK, "rules": BOOK["rules"][::-1]}
    assert router.post(RULES, changed, admin).json == {"version": 2, "is_new": True}
    assert router.post(RULES, BOOK, admin).json == {"version": 3, "is_new": True}
    assert [event["data"]["version"] for event in events("router.rules.set")] == [1, 2, 3]


def test_everything_that_is_wrong_with_rules_is_named_by_its_path(router, admin, events):
    wrong = {
        **BOOK,
        "triage": "nobody",
        "rules": [
            {"key": "bills", "team": "biling", "words": ["invoice"]},
            {"key": "all", "team": "billing"},
            {"key": "bills", "team": "billing", "words": ["bill", "fa*", "fuck"]},
        ],
    }
    answer = router.post(RULES, wrong, admin)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert [(error["field"], error["detail"]) for error in answer.json["errors"]] == [
        ("triage", 'There is no team "nobody".'),
        ("rules.2.key", 'The key "bills" is used more than once.'),
        ("rules.0.team", 'There is no team "biling".'),
        ("rules.1", 'Rule "all" has no condition, so it would take every comment.'),
        ("rules.2.words.1", 'In "fa*" the * needs at least 3 letters right before it.'),
        ("rules.2.words.2", '"fuck" is tone, not fact: routing does not listen to swearing.'),
    ]
    assert events("router.rules.set") == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "teams"),
        ({**BOOK, "teams": []}, "teams"),
        ({**BOOK, "rules": [{"key": "A B", "team": "billing"}]}, "rules.0.key"),
        ({**BOOK, "rules": [{"key": "a", "team": "billing", "words": ["a\0b"]}]}, "rules.0.words.0"),
        ({**BOOK, "rules": [{"key": "a", "team": "billing", "words": ["\udfff"]}]}, "rules.0.words.0"),
        ({**BOOK, "rules": [{"key": "a", "team": "billing", "word": ["x"]}]}, "rules.0.word"),
        (
            {
                **BOOK,
                "rules": [
                    {"key": "a", "team": "billing", "score_at_most": [{"measure": "nps", "value": "6"}]}
                ],
            },
            "rules.0.score_at_most.0.value",
        ),
    ],
)
def test_a_book_of_the_wrong_shape_is_refused_by_field(router, admin, body, field):
    answer = router.post(RULES, body, admin)
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json["errors"]}


def test_rules_set_at_the_same_moment_become_versions_or_are_refused_but_never_mixed(router, admin):
    def put(number: int) -> int:
        rules = [{"key": "r", "team": "billing", "words": [f"word{number}"]}]
        client = router.app.test_client()
        return int(client.post(RULES, json={**BOOK, "rules": rules}, headers=admin).status_code)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(put, range(12)))
    assert set(answers) <= {200, 409}
    assert router.get(RULES, admin).json["version"] == answers.count(200)


def test_reading_and_setting_rules_need_their_scopes(router):
    assert router.post(RULES, BOOK, router.key("rules:read")).status_code == 403
    assert router.get(RULES, router.key("rules:write")).status_code == 403


ANA = {"key": "ana", "name": "Ana", "email": "ana@company.example", "language": "es"}
MADRID = {
    "time_zone": "Europe/Madrid",
    "country": "ES",
    "region": "MD",
    "hours": [{"days": ["monday"], "opens": "09:00", "closes": "18:00"}],
}


def with_team(**changes: Any) -> dict[str, Any]:
    billing, *others = BOOK["teams"]
    return {**BOOK, "teams": [{**billing, **changes}, *others]}


def test_a_team_says_who_owns_it_when_it_works_and_what_it_promises(router, admin, events):
    changes = {
        "descriptions": [{"language": "es", "text": "Facturas y devoluciones"}],
        "owners": [ANA],
        "keywords": ["factura"],
        "stages": ["pay"],
        "channels": ["web"],
        "products": ["fibre"],
        "calendar": MADRID,
        "service_levels": [
            {"severity": 0, "acknowledge_hours": 4, "resolve_hours": 9, "around_the_clock": False}
        ],
        "escalation": [{**ANA, "key": "eva", "name": "Eva"}],
        "escalate_after_hours": 2,
    }
    executive = {"key": "max", "name": "Max", "email": None, "language": "en"}
    answer = router.post(RULES, {**with_team(**changes), "executive": executive, "triage_alarm": 7}, admin)
    assert answer.status_code == 200, answer.text
    shown = router.get(RULES, admin).json
    assert {name: shown["teams"][0][name] for name in changes} == changes
    assert (shown["executive"], shown["triage_alarm"]) == (executive, 7)
    # The log tells who they are, and keeps nobody's address.
    (told,) = events("router.rules.set")
    assert "ana" in str(told)
    assert "@" not in str(told)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"owners": [{**ANA, "email": "nowhere"}]}, "teams.0.owners.0.email"),
        ({"owners": [{**ANA, "language": "xx"}]}, "teams.0.owners.0.language"),
        ({"calendar": {**MADRID, "time_zone": "Madrid"}}, "teams.0.calendar.time_zone"),
        ({"calendar": {**MADRID, "country": "XX"}}, "teams.0.calendar.country"),
        ({"calendar": {**MADRID, "country": None}}, "teams.0.calendar.region"),
        ({"calendar": {**MADRID, "region": "XX"}}, "teams.0.calendar.region"),
        ({"calendar": {**MADRID, "hours": []}}, "teams.0.calendar.hours"),
        (
            {"calendar": {**MADRID, "hours": [{"days": ["lunes"], "opens": "09:00", "closes": "10:00"}]}},
            "teams.0.calendar.hours.0.days.0",
        ),
        (
            {"calendar": {**MADRID, "hours": [{"days": ["monday"], "opens": "9", "closes": "10:00"}]}},
            "teams.0.calendar.hours.0",
        ),
        (
            {"service_levels": [{"severity": 0, "acknowledge_hours": 9, "resolve_hours": 8}]},
            "teams.0.service_levels.0",
        ),
        (
            {"service_levels": [{"severity": 0, "acknowledge_hours": 0, "resolve_hours": 8}]},
            "teams.0.service_levels.0.acknowledge_hours",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_team_that_makes_no_sense_is_refused_by_field(router, admin, changes, field):
    answer = router.post(RULES, with_team(**changes), admin)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_a_book_that_was_set_before_teams_said_so_much_still_holds(router, admin, book):
    with router.service.change() as connection:
        connection.execute(
            "UPDATE rule_books SET definition = jsonb_build_object('triage', 'triage', 'rules', '[]'::jsonb,"
            ' \'teams\', \'[{"key": "triage", "name": "Triage", "description": "All"}]\'::jsonb)'
        )
    shown = router.get(RULES, admin).json
    assert shown["teams"] == [{**UNSAID_OF_A_TEAM, "key": "triage", "name": "Triage", "description": "All"}]


def test_a_teams_key_sets_no_rules_for_the_others_and_tries_none(router, book):
    team = router.key("rules:read", "rules:write", subject="team:billing")
    mine = {**BOOK, "rules": [{"key": "all", "team": "billing", "severity_at_least": 0}]}
    period = {"since": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"}
    assert router.post(RULES, mine, team).status_code == 403
    assert router.post(f"{RULES}/replay", {"rules": mine, **period}, team).status_code == 403
    assert router.get(RULES, team).json["version"] == 1
