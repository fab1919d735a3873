"""What is kept of deliveries, and for how long: no payload ever, and no echo of one that was erased."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from feedback_router.domain.webhooks import Answer
from feedback_router.store import erasure
from feedback_router.use_cases.forget_deliveries import forget_deliveries
from feedback_router.use_cases.forget_who_answered import forget_whose
from feedback_router.webhooks import jobs
from shared.clock import now
from shared.events import Event
from shared.ids import derived_id, new_id
from support.searching import in_database

WORDS = ["calle luna", "dolores"]
RESPONSE = derived_id("test", "dolores")


def erase(office) -> None:
    """As forget_customers does it when the survey service tells of an erasure."""
    with office.router.service.database.transaction() as connection:
        blanked = erasure.forget(connection, [RESPONSE], [], now())
    data = {"customer": "5f3a", "responses": [str(RESPONSE)], "events": [str(event) for event in blanked]}
    office.append([Event(new_id(), "router.customer.erased", "5f3a", now(), "request-1", data)])


def grow_old(office) -> None:
    """As it is done when an answer is older than the company keeps whose it was."""
    with office.router.service.database.transaction() as connection:
        forget_whose(connection, [RESPONSE], now=now(), request_id="request-1")


def tell(office) -> None:
    """An event that says who it was and where she lives."""
    office.happens(response_id=str(RESPONSE), customer_key="dolores", reason="The words Calle Luna")


def found(office) -> list[str]:
    return in_database(office.router.service.settings.database_url, WORDS)


@pytest.mark.parametrize("forget", [erase, grow_old])
def test_a_person_who_is_forgotten_is_nowhere_even_when_the_receiver_repeated_everything(
    office, receive, forget: Callable[..., None]
):
    receive.reply = lambda event: (500, {}, next(iter(receive.bodies[event])))
    webhook = office.webhook(receive)
    tell(office)
    office.deliver()
    assert "Calle Luna" in office.log(webhook)[0]["attempts"][0]["response"]
    forget(office)
    office.deliver()
    assert found(office) == []


def test_what_is_sent_after_an_erasure_has_the_same_id_and_no_person(office, receive):
    receive.reply = lambda _: (500, {}, b"")
    office.webhook(receive)
    tell(office)
    office.deliver()
    erase(office)
    receive.reply = lambda _: (200, {}, b"")
    office.time_passes()
    office.deliver()
    (payload,) = receive.payloads
    assert receive.seen[payload["id"]] == 2
    assert payload["data"]["customer_key"] is None
    assert payload["data"]["reason"] == "The customer was erased."


def test_an_echo_that_comes_while_the_person_is_erased_is_not_kept(office):
    def post(url: str, headers: dict[str, str], body: bytes) -> Answer:
        erase(office)
        jobs.plan()
        return Answer(status=500, text=body.decode())

    webhook = office.webhook("http://127.0.0.1:9/hook")
    tell(office)
    office.deliver(post)
    assert office.log(webhook)[0]["attempts"][0]["status"] == 500
    assert found(office) == []


def test_a_receiver_that_asks_for_it_is_told_which_events_were_erased(office, receive):
    office.webhook(receive, events=["router.feedback.*", "router.customer.erased"])
    tell(office)
    office.deliver()
    erase(office)
    office.deliver()
    heard, erased = receive.payloads
    assert erased["type"] == "router.customer.erased"
    assert erased["data"]["events"] == [heard["id"]]


def test_deliveries_are_forgotten_after_thirty_days_with_their_attempts(office, receive):
    webhook = office.webhook(receive)
    office.happens(3)
    office.deliver()
    transaction = office.router.service.database.transaction
    assert forget_deliveries(transaction, now=now() + timedelta(days=29)) == 0
    assert forget_deliveries(transaction, now=now() + timedelta(days=31)) == 3
    assert office.log(webhook) == []
    with transaction() as connection:
        assert connection.execute("SELECT count(*) FROM webhook_attempts").fetchone() == (0,)


def test_a_deleted_webhook_is_told_nothing_and_leaves_nothing_behind(office, receive):
    webhook = office.webhook(receive)
    office.happens(3)
    jobs.plan()
    assert (
        office.router.client.delete(f"/router/v1/webhooks/{webhook}", headers=office.key).status_code == 204
    )
    office.happens(1)
    office.deliver()
    assert not receive.seen
    assert office.router.get(f"/router/v1/webhooks/{webhook}", office.key).status_code == 404
    assert in_database(office.router.service.settings.database_url, [receive.url]) == []
    transaction = office.router.service.database.transaction
    assert forget_deliveries(transaction, now=now()) == 3
    with transaction() as connection:
        assert connection.execute("SELECT count(*) FROM webhooks").fetchone() == (0,)
