"""Triggers through the app: what they take, what they refuse, and how they change."""

import pytest

from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_EMAIL, AFTER_SUPPORT_BY_LINK, case_closed

CONDITIONS = {
    "channel": ["phone", "web"],
    "minutes": {"at_least": 10.0, "at_most": 20.0},
    "refund": {"present": False},
}


@pytest.fixture
def admin(survey):
    """A key for everything; a survey is published with it."""
    key = survey.key("surveys:write", "surveys:read", "touchpoints:write")
    survey.post("/survey/v1/surveys", AFTER_SUPPORT, key)
    return key


def test_a_trigger_is_shown_as_it_was_set_with_its_defaults(survey, admin):
    for trigger in (AFTER_SUPPORT_BY_LINK, {**AFTER_SUPPORT_BY_EMAIL, "where": CONDITIONS}):
        assert survey.post("/survey/v1/triggers", trigger, admin).status_code == 200
    by_mail, by_link = survey.get("/survey/v1/triggers", admin).json["items"]
    assert by_mail == {
        **AFTER_SUPPORT_BY_EMAIL,
        "where": CONDITIONS,
        "delay_minutes": 0,
        "expires_days": 30,
        "sample_rate": 1.0,
        "reminder_days": 4,
        "active": True,
    }
    assert by_link["where"] == {"channel": "phone"}
    assert by_link["reminder_days"] is None
    assert survey.post("/survey/v1/triggers", by_mail, admin).json["is_new"] is False


def test_only_touchpoints_that_meet_all_conditions_lead_to_an_invitation(survey, admin):
    survey.post("/survey/v1/triggers", {**AFTER_SUPPORT_BY_LINK, "where": CONDITIONS}, admin)
    refunded = case_closed(2)
    refunded["data"]["attributes"]["refund"] = 5
    short = case_closed(3)
    short["data"]["attributes"]["minutes"] = 2
    cases = [case_closed(1), refunded, short, case_closed(4, channel="shop")]
    links = survey.post("/survey/v1/touchpoints", cases, admin).json["links"]
    assert [link["touchpoint_id"] for link in links] == ["case-1"]


def test_a_trigger_that_is_stopped_asks_nobody_until_it_goes_on(survey, admin):
    set_as = [{"active": True}, {"active": False}, {}]
    asked = []
    for number, change in enumerate(set_as, start=1):
        put = survey.post("/survey/v1/triggers", {**AFTER_SUPPORT_BY_LINK, **change}, admin)
        assert (put.json["version"], put.json["is_new"]) == (number, True)
        sent = survey.post("/survey/v1/touchpoints", case_closed(number), admin)
        assert sent.json["accepted"] == 1
        asked.append([link["touchpoint_id"] for link in sent.json["links"]])
    assert asked == [["case-1"], [], ["case-3"]]
    again = survey.post("/survey/v1/touchpoints", case_closed(2), admin)
    assert (again.json["duplicates"], again.json["links"]) == (1, [])


def test_a_number_longer_than_any_float_is_compared_as_it_is_written(survey, admin):
    """JSON has no largest number."""
    huge = 10**400
    trigger = {**AFTER_SUPPORT_BY_LINK, "where": {"order": huge}}
    assert survey.post("/survey/v1/triggers", trigger, admin).status_code == 200
    bought, other = case_closed(1), case_closed(2)
    bought["data"]["attributes"]["order"] = huge
    other["data"]["attributes"]["order"] = huge + 1
    links = survey.post("/survey/v1/touchpoints", [bought, other], admin).json["links"]
    assert [link["touchpoint_id"] for link in links] == ["case-1"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"where": {"minutes": {}}}, "where.minutes"),
        ({"where": {"minutes": {"at_least": "many"}}}, "where.minutes.at_least"),
        ({"where": {"minutes": {"at_least": 5, "at_most": 4}}}, "where.minutes.at_most"),
        ({"where": {"minutes": {"at_least": 5, "present": True}}}, "where.minutes.present"),
        ({"where": {"minutes": {"above": 5}}}, "where.minutes.above"),
        ({"where": {"channel": []}}, "where.channel"),
        ({"where": {"channel": [["phone"]]}}, "where.channel"),
        ({"where": {"channel": None}}, "where.channel"),
        ({"sample_rate": 1.5}, "sample_rate"),
        ({"sample_rate": -0.1}, "sample_rate"),
        ({"reminder_days": 4}, "reminder_days"),
        ({"survey": "unknown"}, "survey"),
    ],
)
def test_a_trigger_with_a_fault_is_refused_by_field(survey, admin, change, field):
    answer = survey.post("/survey/v1/triggers", {**AFTER_SUPPORT_BY_LINK, **change}, admin)
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_a_change_is_a_new_version_and_who_was_invited_before_keeps_the_old_one(survey, admin):
    assert survey.post("/survey/v1/triggers", AFTER_SUPPORT_BY_LINK, admin).json["version"] == 1
    survey.post("/survey/v1/touchpoints", case_closed(1), admin)
    changed = {**AFTER_SUPPORT_BY_LINK, "expires_days": 10}
    assert survey.post("/survey/v1/triggers", changed, admin).json["version"] == 2
    survey.post("/survey/v1/touchpoints", case_closed(2), admin)
    with survey.service.database.transaction() as connection:
        rows = connection.execute(
            "SELECT trigger_version, expires_at - created_at FROM invitations ORDER BY created_at"
        ).fetchall()
    assert [(version, period.days) for version, period in rows] == [(1, 30), (2, 10)]


def test_a_trigger_that_was_set_before_there_was_sampling_asks_everybody_and_reminds(survey, admin):
    survey.post("/survey/v1/triggers", AFTER_SUPPORT_BY_EMAIL, admin)
    with survey.service.database.transaction() as connection:
        connection.execute("UPDATE triggers SET definition = definition - 'sample_rate' - 'reminder_days'")
    (trigger,) = survey.get("/survey/v1/triggers", admin).json["items"]
    assert (trigger["sample_rate"], trigger["reminder_days"]) == (1.0, 4)


def test_only_mails_are_reminded_of_and_only_if_wanted(survey, admin):
    survey.post("/survey/v1/triggers", AFTER_SUPPORT_BY_LINK, admin)
    survey.post("/survey/v1/triggers", AFTER_SUPPORT_BY_EMAIL, admin)
    never = {**AFTER_SUPPORT_BY_EMAIL, "key": "never", "where": {"channel": "shop"}, "reminder_days": None}
    survey.post("/survey/v1/triggers", never, admin)
    cases = [case_closed(1), case_closed(2, channel="web"), case_closed(3, channel="shop")]
    survey.post("/survey/v1/touchpoints", cases, admin)
    with survey.service.database.transaction() as connection:
        rows = connection.execute(
            "SELECT (remind_at - send_at) FROM invitations ORDER BY touchpoint_id"
        ).fetchall()
    assert [wait and wait.days for (wait,) in rows] == [None, 4, None]
