"""Webhooks are made, changed, switched and read by the team whose they are."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from feedback_router.app import create_app
from shared.clock import now
from support.apps import running
from support.searching import in_database

PUBLIC = "https://hooks.example/escucha"


def create(router, key, **body: Any):
    return router.post("/router/v1/webhooks", {"url": PUBLIC, **body}, key)


def faults(answer) -> set[str]:
    assert answer.status_code == 422, answer.json
    return {error["field"] for error in answer.json["errors"]}


def test_a_webhook_is_created_with_a_secret_that_is_shown_once_and_kept_nowhere(router, billing):
    created = create(router, billing)
    assert created.status_code == 201
    assert created.json["secret"].startswith("whsec_")
    shown = router.get(f"/router/v1/webhooks/{created.json['id']}", billing).json
    assert shown == {name: value for name, value in created.json.items() if name != "secret"}
    assert (shown["team"], shown["enabled"], shown["events"]) == ("billing", True, ["router.feedback.*"])
    assert shown["template"] == {"kind": "standard"}
    secret = created.json["secret"].removeprefix("whsec_")
    assert in_database(router.service.settings.database_url, [secret]) == []
    other = create(router, billing).json["secret"]
    assert other != created.json["secret"]


def test_a_team_sees_and_changes_its_own_webhooks_only(router, billing):
    network = router.key("webhooks:read", "webhooks:write", subject="team:network")
    mine = create(router, billing).json["id"]
    path = f"/router/v1/webhooks/{mine}"
    assert router.get("/router/v1/webhooks", network).json["items"] == []
    assert router.get("/router/v1/webhooks?team=billing", network).status_code == 403
    assert create(router, network, team="billing").status_code == 403
    theirs = [
        router.get(path, network),
        router.get(f"{path}/deliveries", network),
        router.client.patch(path, json={"enabled": False}, headers=network),
        router.client.delete(path, headers=network),
        router.post(f"{path}/secrets", {}, network),
        router.post(f"{path}/test", None, network),
        router.post(f"{path}/replay", {"since": "2026-11-20T10:00:00Z"}, network),
        router.post(f"{path}/deliveries/{uuid4()}/replay", None, network),
    ]
    assert {answer.status_code for answer in theirs} == {404}
    assert router.get(path, billing).json["enabled"]


def test_a_key_without_a_team_names_it_and_it_must_exist(router):
    key = router.key("webhooks:read", "webhooks:write")
    assert faults(create(router, key)) == {"team"}
    assert faults(create(router, key, team="nobody")) == {"team"}
    assert create(router, key, team="network").json["team"] == "network"


def test_reading_and_writing_need_their_scopes(router):
    key = router.key("webhooks:read", subject="team:billing")
    assert create(router, key).status_code == 403
    assert router.get("/router/v1/webhooks", router.key("webhooks:write")).status_code == 403


def test_webhooks_are_listed_page_by_page(router, billing):
    made = [create(router, billing).json["id"] for _ in range(5)]
    listed: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = router.get(f"/router/v1/webhooks?limit=2&cursor={cursor}", billing).json
        listed += [item["id"] for item in answer["items"]]
        cursor = answer["next"]
    assert listed == made


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "ftp://hooks.example"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "https://ana:secret@hooks.example/"}, "url"),
        ({"url": "https://hooks.example:99999/"}, "url"),
        ({"url": "https://höoks.example/"}, "url"),
        ({"events": ["survey.response.submitted"]}, "events.0"),
        ({"events": ["router.*.routed"]}, "events.0"),
        ({"events": []}, "events"),
        ({"filters": {"severity_at_least": "angry"}}, "filters.severity_at_least"),
        ({"filters": {"severty": "severe"}}, "filters.severty"),
        ({"template": {"kind": "json"}}, "template.body"),
        ({"template": {"kind": "json", "body": {"a": ["{data.team", "{data.team}"]}}}, "template.body.a.0"),
        ({"template": {"kind": "json", "body": {"a": "{password}"}}}, "template.body.a"),
        ({"template": {"kind": "json", "body": {"a": "{data.__class__.x!r}"}}}, "template.body.a"),
        ({"template": {"kind": "standard", "language": "es"}}, "template.language"),
        ({"template": {"kind": "slack", "language": "fr"}}, "template.language"),
    ],
)
def test_what_can_not_be_used_is_named_with_its_field(router, billing, body, field):
    assert field in faults(create(router, billing, **body))


def test_an_address_inside_is_refused_unless_it_is_a_trial(office, router, billing):
    assert create(router, billing, url="http://127.0.0.1:9/hook").status_code == 201
    with running(create_app(replace(router.service.settings, webhook_allow_private=False))) as strict:
        for url in ("https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://169.254.169.254/"):
            assert faults(create(strict, billing, url=url)) == {"url"}
        assert faults(create(strict, billing, url="http://hooks.example/")) == {"url"}
        assert create(strict, billing).status_code == 201


def test_a_change_leaves_what_it_does_not_name(router, billing, office):
    made = create(router, billing, filters={"surveys": ["after-support"]}).json
    path = f"/router/v1/webhooks/{made['id']}"
    changed = router.client.patch(path, json={"enabled": False}, headers=billing).json
    assert (changed["enabled"], changed["disabled_reason"]) == (False, "paused")
    assert changed["filters"]["surveys"] == ["after-support"]
    again = router.client.patch(path, json={"enabled": False}, headers=billing).json
    assert again == changed
    assert len(office.told("router.webhook.changed")) == 1
    assert router.post(f"{path}/test", None, billing).status_code == 409


def test_no_event_tells_the_address(router, billing, office):
    made = create(router, billing, url="https://hooks.example/T0/B0/very-secret").json
    path = f"/router/v1/webhooks/{made['id']}"
    router.client.patch(path, json={"url": "https://hooks.example/other-secret"}, headers=billing)
    router.client.delete(path, headers=billing)
    kinds = ("router.webhook.created", "router.webhook.changed", "router.webhook.deleted")
    told = [event for kind in kinds for event in office.told(kind)]
    assert len(told) == 3
    assert "hooks.example" not in str(told)


def test_no_more_than_five_secrets_sign_at_once(router, billing):
    made = create(router, billing).json
    path = f"/router/v1/webhooks/{made['id']}/secrets"
    answers = [router.post(path, {}, billing) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 201, 409]
    assert router.post(path, {"old_expire_in_hours": 0}, billing).json["number"] == 6


def test_one_delivery_and_a_range_are_replayed_with_their_old_ids(office, receive):
    webhook = office.webhook(receive)
    early = office.happens(3)
    office.deliver()
    between = now().isoformat()
    late = office.happens(2)
    office.deliver()
    one = office.post(f"{webhook}/deliveries/{late[0]}/replay")
    assert (one.status_code, one.json["state"]) == (202, "waiting")
    answer = office.post(f"{webhook}/replay", {"since": "2000-01-01T00:00:00Z", "until": between})
    assert (answer.status_code, answer.json) == (202, {"replayed": 3, "next_since": None})
    office.deliver()
    assert receive.seen == {**dict.fromkeys(early, 2), late[0]: 2, late[1]: 1}
    assert [event["data"]["deliveries"] for event in office.told("router.webhook.replayed")] == [1, 3]
    assert office.post(f"{webhook}/deliveries/{uuid4()}/replay").status_code == 404


def test_more_than_one_call_can_replay_is_told_where_to_go_on(office, receive, monkeypatch):
    monkeypatch.setattr("feedback_router.use_cases.replay_deliveries.MOST", 2)
    webhook = office.webhook(receive)
    happened = [office.happens()[0] for _ in range(5)]
    office.deliver()
    since, calls = "2000-01-01T00:00:00Z", 0
    while since:
        since = office.post(f"{webhook}/replay", {"since": since}).json["next_since"]
        calls += 1
    office.deliver()
    assert calls == 3
    assert receive.seen == dict.fromkeys(happened, 2)


def test_the_log_is_listed_page_by_page_newest_first(office, receive):
    webhook = office.webhook(receive)
    happened = [office.happens()[0] for _ in range(5)]
    office.deliver()
    listed: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        path = f"/router/v1/webhooks/{webhook}/deliveries?limit=2&cursor={cursor}"
        answer = office.router.get(path, office.key).json
        listed += [item["event_id"] for item in answer["items"]]
        cursor = answer["next"]
    assert listed == happened[::-1]
