"""The way out: one press in the mail program or on the page, never a GET, and a way back."""

from dataclasses import replace

import pytest

from support.letters import INTERNAL, asking_by_mail, invite, kinds, send


@pytest.fixture
def path(box):
    (message,) = box.messages
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return message["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")


def test_one_click_unsubscribes_without_cookies_or_redirect(house, box, path):
    answer = house.app.test_client(use_cookies=False).post(
        path, data="List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert kinds(house).count("survey.customer.unsubscribed") == 1
    invite(house, 2)
    assert send(house, box.url) == 0


def test_the_same_again_changes_nothing(house, path):
    for _ in range(3):
        assert house.client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert kinds(house).count("survey.customer.unsubscribed") == 1


def test_the_event_holds_the_key_and_no_address(house, path):
    house.client.post(path)
    (event,) = (
        event
        for event in house.get("/survey/v1/events", INTERNAL).json["events"]
        if event["type"] == "survey.customer.unsubscribed"
    )
    assert event["data"] == {"customer_key": "ana"}


def test_get_and_head_show_a_button_and_change_nothing(house, box, path):
    for _ in range(2):
        page = house.client.get(path)
        assert house.client.head(path).status_code == 200
    assert "Dejar de recibir encuestas" in page.text
    assert "Si nos haces llegar una queja" in page.text
    assert "survey.customer.unsubscribed" not in kinds(house)
    invite(house, 2)
    assert send(house, box.url) == 1


def test_who_changes_their_mind_is_asked_again(house, box, path):
    assert "Volver a recibir encuestas" in house.client.post(path).text
    assert "Volver a recibir encuestas" in house.client.get(path).text
    assert "Volveremos a preguntarte" in house.client.post(path, data={"again": "yes"}).text
    assert kinds(house).count("survey.customer.resubscribed") == 1
    assert "Dejar de recibir encuestas" in house.client.get(path).text
    invite(house, 2)
    assert send(house, box.url) == 1


def test_an_unknown_link_unsubscribes_nobody(house):
    assert house.client.post("/s/nobody-made-this/unsubscribe").status_code == 404
    assert house.client.get("/s/nobody-made-this/unsubscribe").status_code == 404


def test_a_mail_address_stands_beside_the_link_when_there_is_one(survey_settings, box):
    settings = replace(survey_settings, mail_unsubscribe_to="out@faro.example")
    with asking_by_mail(settings, box.url) as house:
        invite(house, 1)
        send(house, box.url)
    assert "<mailto:out@faro.example?subject=unsubscribe%20" in box.messages[-1]["List-Unsubscribe"]
