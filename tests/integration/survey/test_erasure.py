"""Erasing a customer: nothing that is kept tells who they were, and what is counted stays."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.pseudonyms import pseudonym
from support.apps import INTERNAL_KEY, Running
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_EMAIL, AFTER_SUPPORT_BY_LINK, case_closed
from support.searching import in_database

INTERNAL = {"Authorization": f"Bearer {INTERNAL_KEY}"}
ANA = {"key": "ana", "email": "ana@example.com", "name": "Ana Prieto"}
WORDS = ["ana@example.com", "Ana Prieto", '"ana"', "(ana,", "factura", "secret-of-ana"]


@pytest.fixture
def admin(survey: Running) -> dict[str, str]:
    key = survey.key(
        "surveys:write",
        "touchpoints:write",
        "responses:read",
        "responses:write",
        "customers:read",
        "customers:write",
        "customers:erase",
        "audit:read",
    )
    assert survey.post("/survey/v1/surveys", AFTER_SUPPORT, key).status_code == 200
    for trigger in (AFTER_SUPPORT_BY_LINK, AFTER_SUPPORT_BY_EMAIL):
        assert survey.post("/survey/v1/triggers", trigger, key).status_code == 200
    return key


def link(survey: Running, admin: dict[str, str], number: int = 1, **customer: str) -> str:
    case = case_closed(number, **{**ANA, **customer})
    case["data"]["attributes"] = {"order": f"secret-of-{case['data']['customer']['key']}"}
    answer = survey.post("/survey/v1/touchpoints", case, admin)
    url: str = answer.json["links"][0]["link"]
    return url.removeprefix("http://localhost")


def erase(survey: Running, admin: dict[str, str], key: str = "ana") -> Any:
    answer = survey.client.delete(f"/survey/v1/customers/{key}", headers=admin)
    assert answer.status_code == 200, answer.text
    return answer.json


def events(survey: Running, kind: str = "") -> list[dict[str, Any]]:
    body = survey.get("/survey/v1/events?limit=500", INTERNAL).json
    assert body is not None
    return [event for event in body["events"] if event["type"].startswith(kind)]


def test_an_erased_customer_is_in_no_table_and_their_scores_stay(survey, admin):
    form = {"recommend": "3", "effort": "2", "resolved": "no", "comment": "La factura está mal."}
    survey.client.post(link(survey, admin), data=form)
    link(survey, admin, 2, key="bruno", email="bruno@example.com", name="Bruno")
    url = survey.service.settings.database_url
    assert len(in_database(url, WORDS)) > 5
    done = erase(survey, admin)
    assert done["rows"]["customer"] == done["rows"]["touchpoints"] == done["rows"]["invitations"] == 1
    assert (done["responses"], done["events"]) == (1, 3)
    assert in_database(url, WORDS) == []
    (response,) = survey.get("/survey/v1/responses", admin).json["items"]
    assert response["answers"] == {"recommend": 3, "effort": 2, "resolved": "no"}
    assert response["customer_key"] is None
    assert survey.get("/survey/v1/customers/bruno", admin).json["email"] == "bruno@example.com"


def test_the_log_keeps_its_order_and_its_cursors_and_tells_of_the_erasure_without_a_name(survey, admin):
    survey.client.post(link(survey, admin), data={"recommend": "3", "comment": "La factura está mal."})
    link(survey, admin, 2, key="bruno")
    cursor = survey.get("/survey/v1/events?limit=3", INTERNAL).json["cursor"]
    before = events(survey)
    done = erase(survey, admin)
    after = events(survey)
    assert [event["id"] for event in after[:-1]] == [event["id"] for event in before]
    rest = survey.get(f"/survey/v1/events?limit=500&after={cursor}", INTERNAL).json["events"]
    assert rest == after[3:]
    (answered,) = events(survey, "survey.response.submitted")
    assert (answered["data"]["customer_key"], answered["data"]["comments"]) == (None, [])
    assert answered["data"]["scores"][0]["value"] == 3
    (erased,) = events(survey, "survey.customer.erased")
    assert erased["subject"] == done["customer"] == pseudonym("ana", INTERNAL_KEY)
    assert erased["data"]["responses"] == [answered["subject"]]
    changed = {event["id"] for event, old in zip(after, before, strict=False) if event != old}
    assert set(erased["data"]["events"]) == changed
    assert [event for event in after if event["data"].get("customer_key") == "bruno"]


def test_erasing_again_or_somebody_unknown_changes_nothing_and_is_told_as_others_may_know_them(survey, admin):
    link(survey, admin)
    first = erase(survey, admin)
    told = events(survey)
    again = erase(survey, admin)
    assert again == {
        "customer": first["customer"],
        "rows": dict.fromkeys(first["rows"], 0),
        "responses": 0,
        "events": 0,
    }
    assert erase(survey, admin, "nobody/at all")["events"] == 0
    *before, once_more, of_nobody = events(survey)
    assert before == told
    assert once_more["data"] == {**told[-1]["data"], "aliases": [], "responses": [], "events": []}
    assert of_nobody["data"]["customer"] == pseudonym("nobody/at all", INTERNAL_KEY)


def test_an_erased_customers_link_leads_nowhere_and_a_repeated_touchpoint_brings_nobody_back(survey, admin):
    path = link(survey, admin)
    erase(survey, admin)
    assert survey.client.get(path).status_code == 404
    assert survey.client.post(path, data={"recommend": "9"}).status_code == 404
    again = survey.post("/survey/v1/touchpoints", case_closed(1, **ANA), admin).json
    assert (again["accepted"], again["duplicates"], again["links"]) == (0, 1, [])
    assert in_database(survey.service.settings.database_url, WORDS) == []


def test_who_answers_in_the_very_moment_of_the_erasure_leaves_no_trace(survey, admin):
    url = survey.service.settings.database_url
    for number in range(1, 13):
        path = link(survey, admin, number)
        with ThreadPoolExecutor(2) as pool:
            form = {"recommend": "3", "comment": "La factura está mal."}
            answered = pool.submit(survey.app.test_client().post, path, data=form)
            erased = pool.submit(survey.app.test_client().delete, "/survey/v1/customers/ana", headers=admin)
        assert erased.result().status_code == 200
        assert answered.result().status_code in (200, 404)
        assert in_database(url, WORDS) == []


def test_no_table_holds_a_customer_that_an_erasure_does_not_know_of(survey, admin):
    statement = """
    SELECT table_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name IN ('customer_key', 'email') ORDER BY 1
    """
    known = {"customers", "touchpoints", "invitations", "responses", "mail_suppressions", "delivery_reports"}
    known |= {"partial_answers", "messages", "complaints"}
    with survey.service.read() as connection:
        assert {row[0] for row in connection.execute(statement)} == known


def test_a_copy_holds_everything_that_is_kept_of_one_customer_and_nothing_of_another(survey, admin):
    form = {"recommend": "3", "comment": "La factura está mal."}
    survey.client.post(link(survey, admin), data=form)
    link(survey, admin, 2, key="bruno", email="bruno@example.com", name="Bruno")
    copy = survey.get("/survey/v1/customers/ana/copy", admin).json
    assert copy["customer"][0]["email"] == "ana@example.com"
    assert copy["touchpoints"][0]["attributes"] == {"order": "secret-of-ana"}
    assert copy["responses"][0]["answers"]["comment"] == "La factura está mal."
    assert [invitation["state"] for invitation in copy["invitations"]] == ["handed_out"]
    assert "token_hash" not in copy["invitations"][0]
    assert {event["type"] for event in copy["events"]} == {
        "survey.touchpoint.received",
        "survey.invitation.handed_out",
        "survey.response.submitted",
    }
    assert "bruno" not in str(copy)
    erase(survey, admin)
    empty = survey.get("/survey/v1/customers/ana/copy", admin).json
    assert not any(value for value in empty.values() if isinstance(value, list))


def test_a_copy_and_an_erasure_need_their_own_scopes(survey, admin):
    crm = survey.key("touchpoints:write", "customers:write")
    assert survey.get("/survey/v1/customers/ana/copy", crm).status_code == 403
    assert survey.client.delete("/survey/v1/customers/ana", headers=crm).status_code == 403


def test_customers_are_kept_in_batches_and_silence_changes_nothing(survey, admin):
    carla = {"key": "carla/1", "email": "carla@example.com", "language": "pt"}
    body = {"customers": [carla, {"key": "carla/1", "name": "Carla"}, {"key": "bruno"}]}
    assert survey.post("/survey/v1/customers", body, admin).json == {"kept": 2}
    shown = survey.get("/survey/v1/customers/carla/1", admin).json
    assert (shown["email"], shown["name"], shown["language"]) == ("carla@example.com", "Carla", "pt")
    assert survey.get("/survey/v1/customers/ana", admin).status_code == 404
    wrong = survey.post("/survey/v1/customers", {"customers": [{"key": "x", "email": "no"}]}, admin)
    assert wrong.status_code == 422


def test_the_audit_trail_names_who_erased_and_never_whom(survey, admin):
    link(survey, admin)
    done = erase(survey, admin)
    path = f"/survey/v1/audit?subject={done['customer']}"
    (entry,) = survey.get(path, admin).json["items"]
    assert (entry["by"], entry["action"], entry["subject"]) == (
        "a test",
        "customer.erased",
        done["customer"],
    )
    assert entry["detail"]["rows"]["touchpoints"] == 1
    assert "ana" not in str(entry)


def test_the_audit_trail_tells_each_change_of_a_survey_and_a_trigger_once_in_order(survey, admin):
    survey.post("/survey/v1/surveys", AFTER_SUPPORT, admin)
    survey.post("/survey/v1/surveys", {**AFTER_SUPPORT, "kind": "relationship"}, admin)
    policy = {"limits": [{"gap_days": 7}]}
    assert survey.post("/survey/v1/contact-policies", policy, admin).status_code == 200
    told, path = [], "/survey/v1/audit?limit=2"
    cursor: str | None = ""
    while cursor is not None:
        page = survey.get(f"{path}&cursor={cursor}", admin).json
        told += [(entry["action"], entry["subject"]) for entry in page["items"]]
        cursor = page["next"]
    assert told == [
        ("survey.published", "after-support"),
        ("trigger.set", "after-support-by-link"),
        ("trigger.set", "after-support-by-email"),
        ("survey.published", "after-support"),
        ("contact_policy.set", "contact-policy"),
    ]
    assert survey.get("/survey/v1/audit", survey.key("surveys:write")).status_code == 403


@pytest.mark.parametrize("change", ["UPDATE audit SET by = 'nobody'", "DELETE FROM audit", "TRUNCATE audit"])
def test_nobody_changes_the_audit_trail(survey, admin, change):
    before = survey.get("/survey/v1/audit", admin).json["items"]
    assert before
    with pytest.raises(Exception, match="only ever added to"), survey.service.change() as connection:
        connection.execute(change)
    assert survey.get("/survey/v1/audit", admin).json["items"] == before
