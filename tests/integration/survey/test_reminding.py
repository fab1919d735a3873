"""Who was invited and has not answered is reminded, once, and not when something speaks against it."""

from datetime import timedelta

import pytest

from support import reports
from support.letters import INTERNAL, asking_by_mail, invite, kinds, send

LATER = timedelta(days=5)


@pytest.fixture
def house(survey_settings, box):
    with asking_by_mail(survey_settings, box.url, reminder_days=4) as it:
        invite(it, 1)
        assert send(it, box.url) == 1
        yield it


def remind(house, box, later: timedelta = LATER) -> int:
    return send(house, box.url, later, "reminder")


def path(box) -> str:
    text = box.messages[0].get_body(("plain",)).get_content()
    link = next(line for line in text.splitlines() if line.startswith("http"))
    return str(link).removeprefix("http://localhost")


def test_the_reminder_refers_to_the_invitation_and_has_words_of_its_own(house, box):
    assert remind(house, box, timedelta(days=3)) == 0
    assert remind(house, box) == 1
    first, second = box.messages
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    assert second["Message-ID"] != first["Message-ID"]
    assert second["Subject"] == "Recordatorio: Tu contacto con nosotros"
    text = second.get_body(("plain",)).get_content()
    assert "Este es el único recordatorio" in text
    assert f"http://localhost{path(box)}" in text.splitlines()
    assert kinds(house)[-1] == "survey.invitation.reminded"


def test_nobody_is_reminded_twice(house, box):
    assert remind(house, box) == 1
    assert remind(house, box, timedelta(days=12)) == 0


def test_who_answered_is_not_reminded(house, box):
    assert house.client.post(path(box), data={"recommend": "9"}).status_code == 200
    assert remind(house, box) == 0


def test_who_unsubscribed_is_not_reminded(house, box):
    house.client.post(f"{path(box)}/unsubscribe")
    assert remind(house, box) == 0


def test_whose_mail_came_back_is_not_reminded(house, box):
    house.client.post(
        "/survey/v1/delivery-reports",
        data=reports.postfix(box.messages[0]["Message-ID"]),
        headers=house.key("delivery_reports:write"),
    )
    assert remind(house, box) == 0


def test_nobody_is_reminded_of_a_survey_that_has_closed(house, box):
    assert remind(house, box, timedelta(days=31)) == 0


def test_a_reminder_that_a_server_refuses_for_now_is_tried_again(house, box):
    box.refusals = {"ana@example.com": "450 mailbox busy"}
    assert remind(house, box) == 0
    box.refusals = {}
    assert remind(house, box, LATER + timedelta(minutes=2)) == 1


def test_a_reminder_that_comes_back_leaves_the_invitation_as_it_is(house, box):
    assert remind(house, box) == 1
    house.client.post(
        "/survey/v1/delivery-reports",
        data=reports.postfix(box.messages[1]["Message-ID"]),
        headers=house.key("delivery_reports:write"),
    )
    summary = house.get("/survey/v1/summary", INTERNAL).json
    assert summary["invitations"] == [{"state": "sent", "reason": None, "n": 1}]
    assert kinds(house)[-1] == "survey.customer.bounced"
