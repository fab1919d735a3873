"""Taking an invitation back: the link says so, nothing more is sent, and the waterfall still adds up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.clock import now
from support.answering import Customer, answering
from support.apps import Running
from support.letters import invite, send
from support.samples import case_closed

REASON = {"reason": "asked about the wrong order"}


@pytest.fixture
def customer(survey: Running) -> Callable[[], Customer]:
    """Makes customers who have a link each."""
    return answering(survey)


@pytest.fixture
def ana(customer: Callable[[], Customer]) -> Customer:
    return customer()


def revoke(ana: Customer, body: Any = None) -> Any:
    path = f"/survey/v1/invitations/{ana.invitation()['id']}/revoke"
    return ana.running.post(path, body or REASON, ana.reader)


def waterfall(ana: Customer) -> dict[str, Any]:
    today = now().date().isoformat()
    path = f"/survey/v1/waterfall?from={today}&to={today}"
    return dict(ana.running.get(path, ana.reader).json["total"])


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("es", "Hemos retirado esta encuesta"),
        ("en", "This survey was taken back"),
        ("pt", "Retiramos esta pesquisa"),
    ],
)
def test_a_revoked_link_gets_a_kind_page_and_takes_nothing(ana, language, title):
    assert revoke(ana).status_code == 200
    before = ana.everything()
    page = ana.get(f"?language={language}")
    assert (page.status_code, title in page.text) == (410, True)
    assert f'<html lang="{language}">' in page.text
    assert ana.send({"recommend": "3", "_language": language}).status_code == 410
    ana.save({"recommend": "3"})
    assert ana.everything() == before


def test_it_is_told_and_noted_once_and_the_first_reason_stays(ana):
    first = revoke(ana).json
    assert first["is_new"] is True
    again = revoke(ana, {"reason": "something else"}).json
    assert again == {**first, "is_new": False}
    (event,) = ana.events("survey.invitation.revoked")
    assert (event["data"]["reason"], event["data"]["customer_key"]) == (REASON["reason"], ana.key)
    trail = ana.running.get(f"/survey/v1/audit?subject={first['id']}", ana.reader).json["items"]
    assert [(entry["action"], entry["detail"]) for entry in trail] == [("invitation.revoked", REASON)]


def test_an_answer_that_was_given_before_stays_and_can_not_be_changed_any_more(ana):
    ana.send({"recommend": "3"})
    revoke(ana)
    assert ana.get().status_code == ana.get("?change=1").status_code == 410
    assert ana.send({"recommend": "4"}, made_for=1).status_code == 410
    assert ana.response()["answers"] == {"recommend": 3}
    assert waterfall(ana)["answered"] == 1


def test_what_was_chosen_and_not_sent_goes(ana):
    ana.save({"recommend": "3"})
    revoke(ana)
    assert ana.leave() == 0
    assert ana.responses() == []


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": " "}, {"reason": "x" * 201}, {"reason": 1}])
def test_it_needs_a_reason(ana, body):
    answer = ana.running.post(f"/survey/v1/invitations/{ana.invitation()['id']}/revoke", body, ana.reader)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["reason"]
    assert ana.get().status_code == 200


def test_who_may_not_or_names_no_invitation_changes_nothing(ana):
    path = f"/survey/v1/invitations/{ana.invitation()['id']}/revoke"
    assert ana.running.post(path, REASON, ana.running.key("responses:read")).status_code == 403
    assert ana.running.post(f"/survey/v1/invitations/{uuid4()}/revoke", REASON, ana.reader).status_code == 404
    assert ana.get().status_code == 200


def test_the_waterfall_adds_up_and_keeps_who_has_the_link_among_the_delivered(ana, customer):
    bruno, carla = customer(), customer()
    with ana.running.service.database.transaction() as connection:
        connection.execute(
            "UPDATE invitations SET state = 'scheduled', via = 'email' WHERE customer_key = %s", [bruno.key]
        )
    for one in (ana, bruno):
        revoke(one)
    total = waterfall(ana)
    assert total["eligible"] == total["suppressed"] + total["invited"] == 3
    assert total["suppressed_by"] == {"revoked": 1}
    assert total["invited"] == total["waiting"] + total["delivered"] + total["failed"] == 2
    assert total["delivered"] == total["answered"] + total["unanswered"] == 2
    assert carla.get().status_code == 200


def test_the_company_is_not_given_a_revoked_link_again(ana):
    case = case_closed(1)
    case["data"]["customer"]["key"] = ana.key
    revoke(ana)
    again = ana.running.post("/survey/v1/touchpoints", case, ana.reader).json
    assert (again["duplicates"], again["links"]) == (1, [])


def hers(house: Running, reader: dict[str, str]) -> list[dict[str, Any]]:
    return list(house.get("/survey/v1/customers/ana/copy", reader).json["invitations"])


def test_neither_a_waiting_mail_nor_a_reminder_goes_out_any_more(house, box):
    reader = house.key("surveys:write", "customers:read")
    invite(house, 2)
    later = [(row["id"], row["state"]) for row in hers(house, reader)]
    assert sorted(state for _, state in later) == ["scheduled", "sent"]
    for invitation_id, _ in later:
        assert house.post(f"/survey/v1/invitations/{invitation_id}/revoke", REASON, reader).status_code == 200
    rows = hers(house, reader)
    assert {(row["state"], row["reason"]) for row in rows} == {("sent", None), ("suppressed", "revoked")}
    assert [row["remind_at"] for row in rows] == [None, None]
    assert send(house, box.url) == 0


def test_a_mail_whose_worker_died_is_not_sent_by_the_next_one_once_it_is_revoked(house, box):
    reader = house.key("surveys:write", "customers:read")
    invite(house, 2)
    with house.service.database.transaction() as connection:
        connection.execute(
            "UPDATE invitations SET state = 'sending', claimed_at = %s WHERE state = 'scheduled'",
            [now() - timedelta(minutes=6)],
        )
    (claimed,) = [row["id"] for row in hers(house, reader) if row["state"] == "sending"]
    assert house.post(f"/survey/v1/invitations/{claimed}/revoke", REASON, reader).status_code == 200
    assert send(house, box.url) == 0
    assert ("suppressed", "revoked") in [(row["state"], row["reason"]) for row in hers(house, reader)]
