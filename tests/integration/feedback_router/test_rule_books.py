"""Teams and rules through the API."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from support.complaints import BOOK

RULES = "/router/v1/rules"
UNSAID: dict[str, list[str]] = {
    "words": [],
    "stages": [],
    "journeys": [],
    "channels": [],
    "owners": [],
    "surveys": [],
    "score_at_most": [],
}


@pytest.fixture
def admin(router):
    """A key that sets and reads rules."""
    return router.key("rules:write", "rules:read")


def test_before_anybody_set_rules_the_built_in_book_sends_all_to_triage(router, admin):
    shown = router.get(RULES, admin).json
    assert (shown["version"], shown["set_at"], shown["triage"], shown["rules"]) == (0, None, "triage", [])
    assert [team["key"] for team in shown["teams"]] == ["triage"]


def test_rules_that_were_set_are_shown_and_told(router, admin, book, events):
    shown = router.get(RULES, admin).json
    rules = [{**UNSAID, **rule} for rule in BOOK["rules"]]
    assert shown.pop("set_at") is not None
    assert shown == {**BOOK, "rules": rules, "version": 1}
    (event,) = events("router.rules.set")
    assert event["data"] == {**BOOK, "rules": rules, "version": 1}


def test_the_same_definition_again_is_no_new_version_and_a_changed_one_is(router, admin, book, events):
    shown = router.get(RULES, admin).json
    again = {name: shown[name] for name in ("rules", "triage", "teams")}
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
