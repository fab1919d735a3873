"""The contact policy through the app: put in force in versions, and kept to when many touchpoints come at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.time_zones import known_time_zones
from support.apps import INTERNAL_KEY, Running
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_EMAIL, AFTER_SUPPORT_BY_LINK, case_closed
from survey.domain.contact_policy import BUILT_IN
from survey.store import contact_policies, suppressions

INTERNAL = {"Authorization": f"Bearer {INTERNAL_KEY}"}
WEEKLY = {"limits": [{"gap_days": 7}]}


@pytest.fixture
def admin(survey: Running) -> dict[str, str]:
    """A key for everything; a survey and its triggers are published with it."""
    key = survey.key("surveys:write", "surveys:read", "touchpoints:write", "responses:read")
    survey.post("/survey/v1/surveys", AFTER_SUPPORT, key)
    for trigger in (AFTER_SUPPORT_BY_LINK, AFTER_SUPPORT_BY_EMAIL):
        survey.post("/survey/v1/triggers", trigger, key)
    return key


def put(survey: Running, admin: dict[str, str], policy: dict[str, Any]) -> Any:
    answer = survey.post("/survey/v1/contact-policies", policy, admin)
    assert answer.status_code == 200, answer.text
    return answer.json


def tell(survey: Running, admin: dict[str, str], *touchpoints: dict[str, Any]) -> Any:
    answer = survey.post("/survey/v1/touchpoints", list(touchpoints), admin)
    assert answer.status_code == 202, answer.text
    return answer.json


def decided(survey: Running) -> list[dict[str, Any]]:
    """The event of each invitation, oldest first."""
    events = survey.get("/survey/v1/events?limit=500", INTERNAL).json["events"]
    return [event for event in events if event["type"].startswith("survey.invitation.")]


def reasons(survey: Running) -> list[str | None]:
    return [event["data"]["reason"] for event in decided(survey)]


def test_there_is_always_a_policy_and_every_version_stays_to_be_read(survey, admin):
    first = survey.get("/survey/v1/contact-policies", admin).json["items"]
    assert [item["version"] for item in first] == [1, 0]
    built_in = first[-1]
    assert (built_in["set_at"], built_in["definition"]["limits"][0]["gap_days"]) == (None, 7)
    assert put(survey, admin, WEEKLY) == {"version": 2, "is_new": True}
    assert put(survey, admin, WEEKLY) == {"version": 2, "is_new": False}
    listed = survey.get("/survey/v1/contact-policies", admin).json["items"]
    assert [item["version"] for item in listed] == [2, 1, 0]
    assert put(survey, admin, listed[-1]["definition"])["version"] == 3, "what is shown can be set"
    kinds = [event["type"] for event in survey.get("/survey/v1/events", INTERNAL).json["events"]]
    assert kinds.count("survey.contact_policy.set") == 2


def test_without_a_policy_of_its_own_a_company_has_the_built_in_one(survey, admin):
    with survey.service.database.transaction() as connection:
        connection.execute("DELETE FROM contact_policies")
        assert contact_policies.in_force(connection) == (0, BUILT_IN)
    tell(survey, admin, case_closed(1), case_closed(2))
    assert reasons(survey) == [None, "too_soon"]
    assert decided(survey)[0]["data"]["policy_version"] == 0


@pytest.mark.parametrize(
    ("policy", "field"),
    [
        ({}, "limits"),
        ({"limits": [{}]}, "limits.0"),
        ({"limits": [{"maximum": 3}]}, "limits.0.period_days"),
        ({"limits": [{"period_days": 3}]}, "limits.0.maximum"),
        ({"limits": [{"gap_days": -1}]}, "limits.0.gap_days"),
        ({"limits": [{"gap_days": 1, "kind": "other"}]}, "limits.0.kind"),
        ({"limits": [], "time_zone": "Madrid"}, "time_zone"),
        ({"limits": [], "windows": [{"from": "9:00", "to": "18:00"}]}, "windows.0.from"),
        ({"limits": [], "windows": [{"from": "09:00", "to": "25:00"}]}, "windows.0.to"),
        ({"limits": [], "windows": [{"from": "09:00", "to": "09:00"}]}, "windows.0.to"),
        ({"limits": [], "windows": [{"from": "09:00", "to": "18:00", "days": []}]}, "windows.0.days"),
        ({"limits": [], "quiet_hours": {"from": "00:00", "to": "24:00"}}, "quiet_hours"),
        ({"limits": [], "exemptions": [{"key": "all", "limits": []}]}, "exemptions.0"),
        (
            {"limits": [], "exemptions": [{"key": "a", "limits": [], "where": {"n": {"at_least": "x"}}}]},
            "exemptions.0.where.n.at_least",
        ),
        ({"limits": [], "gap": 3}, "gap"),
    ],
)
def test_a_policy_with_a_fault_is_refused_by_field(survey, admin, policy, field):
    answer = survey.post("/survey/v1/contact-policies", policy, admin)
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_a_reader_may_not_set_a_policy(survey):
    reader = survey.key("surveys:read", "responses:read")
    assert survey.post("/survey/v1/contact-policies", WEEKLY, reader).status_code == 403
    assert survey.get("/survey/v1/contact-policies", reader).status_code == 200


def test_two_touchpoints_of_one_customer_lead_to_one_invitation_in_one_batch_as_in_two(survey, admin):
    put(survey, admin, WEEKLY)
    tell(survey, admin, case_closed(1), case_closed(2, channel="web"), case_closed(3, key="bruno"))
    tell(survey, admin, case_closed(4))
    assert [(event["data"]["customer_key"], event["data"]["reason"]) for event in decided(survey)] == [
        ("ana", None),
        ("ana", "too_soon"),
        ("bruno", None),
        ("ana", "too_soon"),
    ]


def test_what_is_sent_again_is_decided_once_and_keeps_its_link(survey, admin):
    put(survey, admin, WEEKLY)
    links = tell(survey, admin, case_closed(1), case_closed(2))["links"]
    assert len(links) == 1
    assert tell(survey, admin, case_closed(2), case_closed(1))["links"] == links
    assert reasons(survey) == [None, "too_soon"]


def test_an_invitation_keeps_the_rate_the_draw_and_both_versions(survey, admin):
    put(survey, admin, WEEKLY)
    survey.post("/survey/v1/triggers", {**AFTER_SUPPORT_BY_LINK, "sample_rate": 0.0}, admin)
    assert tell(survey, admin, case_closed(1))["links"] == []
    with survey.service.database.transaction() as connection:
        row = connection.execute(
            "SELECT state, reason, policy_version, trigger_version, sample_rate, draw FROM invitations"
        ).fetchone()
    assert row is not None
    assert row[:5] == ("suppressed", "sampled_out", 2, 2, 0.0)
    (event,) = decided(survey)
    assert event["type"] == "survey.invitation.suppressed"
    assert (event["data"]["draw"], event["data"]["sample_rate"]) == (row[5], 0.0)


def test_who_objected_is_not_asked_and_the_reason_is_kept(survey, admin):
    tell(survey, admin, case_closed(1))
    with survey.service.database.transaction() as connection:
        suppressions.suppress(connection, ["ana"], "unsubscribed", now())
    tell(survey, admin, case_closed(2), case_closed(3, channel="web"), case_closed(4, key="bruno"))
    assert reasons(survey) == [None, "unsubscribed", "unsubscribed", None]


def test_mail_waits_for_the_window_in_the_time_zone_that_is_known_of_the_customer(survey, admin):
    # Open in Tokyo when it is not in Honolulu, whenever this test runs.
    begin = (now() + timedelta(hours=9)).replace(minute=0)
    until = begin + timedelta(hours=2)
    hours = {"from": f"{begin:%H:%M}", "to": f"{until:%H:%M}"}
    put(survey, admin, {"limits": [], "windows": [hours], "time_zone": "Pacific/Honolulu"})
    bruno = {"key": "bruno", "email": "bruno@example.com"}
    tell(survey, admin, case_closed(1, channel="web", **bruno, time_zone="Asia/Tokyo"))
    tell(survey, admin, case_closed(2, channel="web", **bruno), case_closed(3, channel="web"))
    with survey.service.database.transaction() as connection:
        rows = connection.execute(
            "SELECT customer_key, send_at > created_at FROM invitations ORDER BY touchpoint_id"
        ).fetchall()
    assert rows == [("bruno", False), ("bruno", False), ("ana", True)]


def test_every_time_zone_that_is_taken_is_one_that_the_database_knows(survey):
    """Else the link of whoever lives there would lead to an error."""
    with survey.service.database.transaction() as connection:
        known = {name.lower() for (name,) in connection.execute("SELECT name FROM pg_timezone_names")}
    assert [zone for zone in known_time_zones() if zone.lower() not in known] == []
    assert len(known_time_zones()) > 400


@pytest.mark.parametrize("zone", ["Mars/Base", "localtime"])
def test_a_time_zone_that_is_none_is_refused_by_field(survey, admin, zone):
    answer = survey.post("/survey/v1/touchpoints", case_closed(1, time_zone=zone), admin)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["data.customer.time_zone"]


def test_a_reminder_counts_until_the_answer_is_there(survey, admin):
    put(survey, admin, {"limits": [{"maximum": 2, "period_days": 30}]})
    tell(survey, admin, case_closed(1, channel="web"))
    tell(survey, admin, case_closed(2))
    assert reasons(survey) == [None, "too_many"], "the mail and its reminder are two"
    with survey.service.database.transaction() as connection:
        connection.execute(
            "INSERT INTO responses SELECT id, survey, version, customer_key, 'invitation', language, context, '{}',"
            " created_at, created_at FROM invitations WHERE via = 'email'"
        )
    tell(survey, admin, case_closed(3))
    assert reasons(survey) == [None, "too_many", None]


def test_what_failed_did_not_reach_the_customer_and_does_not_count(survey, admin):
    put(survey, admin, WEEKLY)
    tell(survey, admin, case_closed(1, channel="web"))
    with survey.service.database.transaction() as connection:
        connection.execute("UPDATE invitations SET state = 'failed', reason = 'bounced'")
    tell(survey, admin, case_closed(2))
    assert reasons(survey) == [None, None]


def test_a_policy_holds_for_what_comes_after_it_and_is_told_by_version(survey, admin):
    tell(survey, admin, case_closed(1), case_closed(2))
    put(survey, admin, WEEKLY)
    tell(survey, admin, case_closed(3))
    assert [(e["data"]["policy_version"], e["data"]["reason"]) for e in decided(survey)] == [
        (1, None),
        (1, None),
        (2, "too_soon"),
    ]


def test_batches_that_come_at_once_never_ask_a_customer_twice(survey, admin):
    put(survey, admin, WEEKLY)
    people = [f"customer-{number}" for number in range(20)]

    def batch(worker: int) -> int:
        order = people if worker % 2 else people[::-1]
        cases = [
            case_closed(worker * 1000 + place, key=key, email=f"{key}@example.com", channel="phone")
            for place, key in enumerate(order)
        ]
        answer = survey.app.test_client().post("/survey/v1/touchpoints", json=cases, headers=admin)
        assert answer.status_code == 202, answer.text
        assert answer.json is not None
        return len(answer.json["links"])

    with ThreadPoolExecutor(6) as pool:
        asked = list(pool.map(batch, range(18)))
    assert sum(asked) == len(people)
    with survey.service.database.transaction() as connection:
        rows = connection.execute(
            "SELECT count(*), count(DISTINCT customer_key) FROM invitations WHERE state = 'handed_out'"
        ).fetchone()
    assert rows == (len(people), len(people))
