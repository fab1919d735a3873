"""Whoever complained with a mail address is forgotten by that address, wherever the complaint has got to."""

from datetime import timedelta

import pytest

from shared import events as log
from shared.clock import now
from shared.events import Cursor
from shared.follower import Handler, follow
from support.complaining import complain, reference, tell
from support.complaints import feed
from support.searching import in_database
from survey.schemas.complaints import ForgottenSchema
from survey.use_cases.erase_again import erase_again

EMAIL = "Ana.Prats@x.example"
TEXT = "The invoice for lollipops at Calle Luna 13 is wrong."
ERASURES = "/survey/v1/customers/erasures"


@pytest.fixture
def eraser(survey):
    """A key that may erase customers, and bring some in."""
    return survey.key("customers:erase", "customers:write", "customers:read", "audit:read")


@pytest.fixture
def ana(router, staffed):
    """The reference of Ana's complaint, which survey has not heard of, and Bruno's beside it."""
    complain(router, "My line is dead.", email="bruno@x.example")
    return reference(complain(router, TEXT, email=EMAIL, order="Order of Ana Prats"))


@pytest.fixture
def words(router, ana):
    """What leads to her."""
    with router.service.read() as connection:
        query = "SELECT customer_key FROM feedback WHERE text LIKE '%lollipops%'"
        ((key,),) = connection.execute(query).fetchall()
    return ["ana.prats", "ana prats", "calle luna", "lollipops", key]


def told_by(running, kind):
    with running.service.read() as connection:
        return [one for one in log.read(connection, Cursor.parse(""), 500).events if one.type == kind]


def everywhere(words, *services):
    return [row for one in services for row in in_database(one.service.settings.database_url, words)]


def settle_down(router, survey, hear):
    """Let each hear of what the other forgot, until neither has anything to say."""

    def again(connection, told):
        erase_again(connection, told, survey.service.settings)

    for _ in range(3):
        hear(*told_by(survey, "survey.customer.erased"))
        forgotten = feed(*told_by(router, "router.customer.erased"))
        handlers = {"router.customer.erased": Handler(ForgottenSchema(), again)}
        follow(survey.service.read, survey.service.change, "router", forgotten, handlers)
    return len(told_by(survey, "survey.customer.erased"))


def test_a_complaint_of_which_nobody_else_has_heard_is_forgotten_by_its_address_in_one_call(
    router, survey, wire, ana, words, eraser, hear
):
    assert len(everywhere(words, router)) > 3
    answer = survey.post(ERASURES, {"email": EMAIL.upper()}, eraser)
    assert answer.status_code == 200, answer.text
    (done,) = answer.json["items"]
    assert (sum(done["rows"].values()), done["responses"]) == (0, 0)
    assert settle_down(router, survey, hear) == 1
    assert everywhere(words, router, survey) == []
    assert router.client.get(f"/c/{ana}").status_code == 404
    assert tell(router, wire) == 1
    with survey.service.read() as connection:
        assert connection.execute("SELECT email FROM customers").fetchall() == [("bruno@x.example",)]
    (entry,) = survey.get(f"/survey/v1/audit?subject={done['customer']}", eraser).json["items"]
    assert entry["action"] == "customer.erased"


def test_what_the_router_tells_before_it_has_heard_brings_nobody_back(
    router, survey, wire, ana, words, eraser, hear
):
    survey.post(ERASURES, {"email": EMAIL}, eraser)
    assert tell(router, wire) == 2
    assert len(everywhere(words, survey)) > 1
    assert settle_down(router, survey, hear) == 2
    assert everywhere(words, router, survey) == []


def test_what_is_on_its_way_while_the_router_hears_of_it_brings_nobody_back(
    router, survey, wire, ana, words, eraser, hear, monkeypatch
):
    send = wire.post

    def late(*args, json, **more):
        if json["data"]["customer"]["email"] == EMAIL:
            survey.post(ERASURES, {"email": EMAIL}, eraser)
            settle_down(router, survey, hear)
        return send(*args, json=json, **more)

    monkeypatch.setattr(wire, "post", late)
    tell(router, wire)
    assert len(everywhere(words, survey)) > 1
    settle_down(router, survey, hear)
    assert everywhere(words, router, survey) == []


def test_who_dies_while_telling_of_somebody_who_is_erased_that_moment_brings_nobody_back(
    router, survey, wire, ana, words, eraser, hear, monkeypatch
):
    send, at = wire.post, now()

    def late(*args, json, **more):
        if json["data"]["customer"]["email"] == EMAIL:
            survey.post(ERASURES, {"email": EMAIL}, eraser)
            settle_down(router, survey, hear)
            send(*args, json=json, **more)
            raise KeyboardInterrupt
        return send(*args, json=json, **more)

    with monkeypatch.context() as patched:
        patched.setattr(wire, "post", late)
        with pytest.raises(KeyboardInterrupt):
            tell(router, wire, at)
    assert everywhere(words, router) == []
    assert len(everywhere(words, survey)) > 1
    tell(router, wire, at + timedelta(minutes=3))
    settle_down(router, survey, hear)
    assert everywhere(words, router, survey) == []
    assert tell(router, wire, at + timedelta(minutes=6)) == 0


def test_who_is_forgotten_by_their_key_is_forgotten_as_who_complained_with_their_address(
    router, survey, wire, ana, words, eraser, hear
):
    known = {"key": "crm-7", "email": EMAIL.lower(), "name": "Ana Prats"}
    assert survey.post("/survey/v1/customers", {"customers": [known]}, eraser).status_code == 200
    assert tell(router, wire) == 2
    done = survey.client.delete("/survey/v1/customers/crm-7", headers=eraser).json
    assert (done["rows"]["customer"], done["rows"]["touchpoints"]) == (2, 1)
    settle_down(router, survey, hear)
    assert everywhere([*words, "crm-7"], router, survey) == []
    with survey.service.read() as connection:
        assert connection.execute("SELECT email FROM customers").fetchall() == [("bruno@x.example",)]


def test_an_address_that_is_none_is_refused_by_its_field_and_a_key_without_the_scope_too(survey, eraser):
    answer = survey.post(ERASURES, {"email": "ana"}, eraser)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "email")
    assert survey.post(ERASURES, {"email": EMAIL}, survey.key("customers:read")).status_code == 403


def test_asked_for_an_address_of_nobody_it_does_nothing_and_can_be_asked_again(
    router, survey, ana, words, eraser, hear
):
    before = everywhere(words, router)
    for _ in range(2):
        answer = survey.post(ERASURES, {"email": "nobody@x.example"}, eraser)
        assert not any(answer.json["items"][0]["rows"].values())
    settle_down(router, survey, hear)
    assert everywhere(words, router) == before
