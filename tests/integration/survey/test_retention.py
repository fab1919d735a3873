"""What is older than the policy allows goes by itself, batch by batch; what is counted stays."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from support.apps import Running
from support.letters import INTERNAL
from support.messages import ask
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_LINK, case_closed
from support.searching import in_database
from survey.store import erasure
from survey.use_cases import apply_retention as retaining
from survey.use_cases.apply_retention import apply_retention

PATH = "/survey/v1/retention-policies"
KEEP = dict.fromkeys(
    ("touchpoints", "responses", "invitations", "messages", "delivery_reports", "customers", "events")
)
WORDS = ["ana@example.com", "Ana Prieto", '"ana"', "(ana,", ",ana,", "factura"]
LONG = timedelta(days=4000)


@pytest.fixture
def admin(survey: Running) -> dict[str, str]:
    key = survey.key(
        "surveys:write",
        "touchpoints:write",
        "responses:read",
        "customers:write",
        "customers:read",
        "retention:read",
        "retention:write",
        "audit:read",
    )
    assert survey.post("/survey/v1/surveys", AFTER_SUPPORT, key).status_code == 200
    trigger = {**AFTER_SUPPORT_BY_LINK, "expires_days": 10}
    assert survey.post("/survey/v1/triggers", trigger, key).status_code == 200
    return key


def answer(survey: Running, admin: dict[str, str], number: int = 1, **customer: str) -> None:
    """A customer, Ana if nobody else is named, closes a case and answers."""
    person = {"key": "ana", "email": "ana@example.com", "name": "Ana Prieto", **customer}
    told = survey.post("/survey/v1/touchpoints", case_closed(number, **person), admin).json
    form = {"recommend": "3", "effort": "2", "resolved": "no", "comment": "La factura está mal."}
    path = told["links"][0]["link"].removeprefix("http://localhost")
    assert survey.client.post(path, data=form).status_code == 200


def put(survey: Running, admin: dict[str, str], **days: int | None) -> Any:
    return survey.post(PATH, {**KEEP, **days}, admin)


def pass_days(survey: Running, days: int, at_most: timedelta = timedelta(seconds=60)) -> bool:
    """Apply the policy as it will be applied after so many days."""
    return apply_retention(survey.service.change, lambda: now() + timedelta(days=days), at_most)


def events(survey: Running, kind: str = "") -> list[dict[str, Any]]:
    told = survey.get("/survey/v1/events?limit=500", INTERNAL).json["events"]
    return [event for event in told if event["type"].startswith(kind)]


def found(survey: Running) -> set[str]:
    """The tables in which somebody can still be found."""
    rows = in_database(survey.service.settings.database_url, WORDS)
    return {row.partition(":")[0] for row in rows}


def test_after_all_periods_nobody_is_found_and_the_scores_are_there(survey, admin):
    answer(survey, admin)
    ask(survey, text="Tu factura está lista.")
    with survey.service.change() as connection:
        connection.execute("UPDATE messages SET state = 'sent', sent_at = now()")
    assert put(survey, admin, **dict.fromkeys(KEEP, 30)).json == {"version": 1, "is_new": True}
    assert pass_days(survey, 29)
    assert found(survey) == {"customers", "touchpoints", "invitations", "responses", "messages", "events"}
    assert pass_days(survey, 31)
    assert found(survey) == set()
    (response,) = survey.get("/survey/v1/responses", admin).json["items"]
    assert response["answers"] == {"recommend": 3, "effort": 2, "resolved": "no"}
    assert response["customer_key"] is None
    (told,) = events(survey, "survey.responses.anonymised")
    assert told["data"] == {"response_ids": [response["id"]]}
    applied = {event["data"]["what"] for event in events(survey, "survey.retention.applied")}
    assert applied == {"events", "touchpoints", "invitations", "messages", "customers"}


def test_applied_again_it_finds_nothing_and_tells_nothing(survey, admin):
    answer(survey, admin)
    put(survey, admin, **dict.fromkeys(KEEP, 30))
    pass_days(survey, 31)
    before = events(survey)
    assert pass_days(survey, 31)
    assert events(survey) == before


@pytest.mark.parametrize(
    ("what", "table"),
    [
        ("touchpoints", "touchpoints"),
        ("responses", "responses"),
        ("invitations", "invitations"),
    ],
)
def test_each_period_is_its_own_and_the_log_forgets_with_the_first(survey, admin, what, table):
    answer(survey, admin)
    put(survey, admin, **{what: 30, "events": 30})
    assert pass_days(survey, 400)
    assert found(survey) == {"customers", "touchpoints", "invitations", "responses"} - {table}


def test_a_policy_of_nothing_but_null_keeps_everything(survey, admin):
    answer(survey, admin)
    assert put(survey, admin).status_code == 200
    before = events(survey)
    assert pass_days(survey, LONG.days)
    assert events(survey) == before


def test_without_a_policy_the_built_in_one_counts(survey, admin):
    answer(survey, admin)
    (built_in,) = survey.get(PATH, admin).json["items"]
    assert (built_in["version"], built_in["set_at"]) == (0, None)
    assert all(built_in["definition"].values())
    assert pass_days(survey, LONG.days)
    assert found(survey) == set()


def test_the_log_keeps_its_order_its_cursors_and_what_is_nobodys(survey, admin):
    answer(survey, admin)
    before = events(survey)
    put(survey, admin, events=30)
    pass_days(survey, 31)
    after = events(survey)
    assert [event["id"] for event in after[: len(before)]] == [event["id"] for event in before]
    assert after[:2] == before[:2], "surveys and triggers are nobody's"
    (submitted,) = events(survey, "survey.response.submitted")
    assert submitted["data"]["scores"][0]["value"] == 3
    assert (submitted["data"]["customer_key"], submitted["data"]["comments"]) == (None, [])


def test_what_is_told_after_the_log_was_blanked_is_blanked_in_its_own_time(survey, admin):
    answer(survey, admin)
    put(survey, admin, events=30)
    pass_days(survey, 31)
    answer(survey, admin, 2)
    assert pass_days(survey, 0)
    assert "events" in found(survey)
    assert pass_days(survey, 31)
    assert "events" not in found(survey)


def test_a_link_that_can_still_be_answered_stays(survey, admin):
    trigger = {**AFTER_SUPPORT_BY_LINK, "expires_days": 60}
    survey.post("/survey/v1/triggers", trigger, admin)
    answer(survey, admin)
    put(survey, admin, invitations=30, events=30)
    pass_days(survey, 40)
    assert "invitations" in found(survey)
    pass_days(survey, 61)
    assert "invitations" not in found(survey)


def test_a_message_that_waits_is_sent_first(survey, admin):
    survey.post("/survey/v1/customers", {"customers": [{"key": "ana", "email": "ana@example.com"}]}, admin)
    ask(survey)
    put(survey, admin, messages=30, events=30)
    pass_days(survey, 31)
    assert "messages" in found(survey)


def test_a_customer_goes_when_nothing_else_is_left_and_an_objection_stays(survey, admin):
    people = [{"key": key, "email": f"{key}@example.com"} for key in ("ana", "bruno")]
    survey.post("/survey/v1/customers", {"customers": people}, admin)
    answer(survey, admin, key="ana")
    with survey.service.change() as connection:
        connection.execute(
            "INSERT INTO mail_suppressions (customer_key, reason, since) VALUES ('bruno', 'unsubscribed', now())"
        )
    put(survey, admin, customers=30)
    pass_days(survey, 31)
    assert survey.get("/survey/v1/customers/bruno", admin).status_code == 404
    assert survey.get("/survey/v1/customers/ana", admin).status_code == 200
    with survey.service.read() as connection:
        kept = connection.execute("SELECT customer_key, reason FROM mail_suppressions").fetchall()
    assert kept == [("bruno", "unsubscribed")]
    put(survey, admin, **dict.fromkeys(KEEP, 30))
    pass_days(survey, 31)
    assert survey.get("/survey/v1/customers/ana", admin).status_code == 404


def test_it_goes_on_where_it_stopped_however_small_its_steps(survey, admin, monkeypatch):
    for number in range(1, 8):
        answer(survey, admin, number, key=f"c{number}", email="ana@example.com")
    put(survey, admin, **dict.fromkeys(KEEP, 30))
    monkeypatch.setattr(retaining, "BATCH", 2)
    rounds = 0
    moments = iter(range(10**6))
    while not apply_retention(
        survey.service.change,
        lambda: now() + timedelta(days=31, seconds=next(moments)),
        timedelta(seconds=25),
    ):
        rounds += 1
        assert rounds < 100
    assert rounds > 1, "it was interrupted"
    assert found(survey) == set()
    told = [len(event["data"]["response_ids"]) for event in events(survey, "survey.responses.anonymised")]
    assert (sum(told), max(told)) == (7, 2)


def test_a_batch_that_fails_is_undone_whole(survey, admin, monkeypatch):
    answer(survey, admin)
    put(survey, admin, responses=30, events=30)

    def stumble(*_):
        raise RuntimeError

    monkeypatch.setattr(erasure, "make_impersonal", stumble)
    with pytest.raises(RuntimeError):
        pass_days(survey, 31)
    monkeypatch.undo()
    assert pass_days(survey, 31)
    assert len(events(survey, "survey.responses.anonymised")) == 1


def test_a_preview_says_how_much_would_go_and_changes_nothing(survey, admin):
    answer(survey, admin)
    with survey.service.change() as connection:
        for column, table in (("received_at", "touchpoints"), ("received_at", "responses")):
            connection.execute(f"UPDATE {table} SET {column} = {column} - interval '40 days'".encode())
    before = events(survey)
    preview = survey.post(
        f"{PATH}/preview", {**KEEP, "touchpoints": 30, "responses": 30, "events": 30}, admin
    )
    assert preview.json == {**dict.fromkeys(KEEP, 0), "touchpoints": 1, "responses": 1}
    assert events(survey) == before
    assert len(survey.get(PATH, admin).json["items"]) == 1


def test_policies_have_versions_and_the_audit_trail_tells_who_set_them(survey, admin):
    assert put(survey, admin, delivery_reports=90).json == {"version": 1, "is_new": True}
    assert put(survey, admin, delivery_reports=90).json == {"version": 1, "is_new": False}
    assert put(survey, admin, delivery_reports=60).json["version"] == 2
    listed = survey.get(PATH, admin).json["items"]
    assert [(each["version"], each["definition"]["delivery_reports"]) for each in listed[:2]] == [
        (2, 60),
        (1, 90),
    ]
    trail = survey.get("/survey/v1/audit?subject=retention-policy", admin).json["items"]
    assert [(each["action"], each["detail"]["version"]) for each in trail] == [
        ("retention_policy.set", 1),
        ("retention_policy.set", 2),
    ]
    assert len(events(survey, "survey.retention_policy.set")) == 2


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"touchpoints": 7}, "touchpoints"),
        ({"touchpoints": "90"}, "touchpoints"),
        ({"touchpoints": 60, "events": 90}, "events"),
        ({"responses": 60}, "events"),
    ],
)
def test_a_policy_that_cant_be_kept_is_refused_by_field(survey, admin, days, field):
    refused = put(survey, admin, **days)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json["errors"]] == [field]
    forgotten = {name: value for name, value in KEEP.items() if name != "events"}
    assert survey.post(PATH, forgotten, admin).status_code == 422


def test_a_policy_needs_its_own_scope(survey, admin):
    other = survey.key("surveys:write", "surveys:read")
    assert put(survey, other).status_code == 403
    assert survey.post(f"{PATH}/preview", KEEP, other).status_code == 403
    assert survey.get(PATH, other).status_code == 403
