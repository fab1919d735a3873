"""A delivery is sent by one process at a time, and a receiver is sent a few at a time."""

from datetime import timedelta

from feedback_router.store import deliveries
from feedback_router.store.deliveries import Claimed
from feedback_router.webhooks import jobs
from shared.clock import now


def claim(office, later: timedelta = timedelta(0), limit: int = 16) -> list[Claimed]:
    with office.router.service.database.transaction() as connection:
        return deliveries.claim(connection, now() + later, slow=False, each=4, limit=limit)


def test_what_a_dead_process_had_claimed_is_due_again_when_its_claim_ends_and_not_before(office):
    webhook = office.webhook("http://127.0.0.1:9/hook")
    office.happens()
    jobs.plan()

    assert [one.number for one in claim(office)] == [1]
    assert claim(office, deliveries.LEASE / 2) == []
    assert [one.number for one in claim(office, deliveries.LEASE + timedelta(seconds=1))] == [2]
    (delivery,) = office.log(webhook)
    assert delivery["failures"] == 0, "what was cut off is not the receiver's fault"
    assert [attempt["status"] for attempt in delivery["attempts"]] == [None, None]


def test_at_most_four_deliveries_are_under_way_to_one_receiver(office):
    webhook = office.webhook("http://127.0.0.1:9/hook")
    office.happens(60)
    jobs.plan()
    assert [str(one.webhook_id) for one in claim(office)] == [webhook] * 4
    assert claim(office) == []


def test_who_has_the_least_under_way_comes_first(office):
    busy = office.webhook("http://127.0.0.1:9/busy")
    office.happens(10)
    jobs.plan()
    assert len(claim(office, limit=2)) == 2
    idle = {office.webhook(f"http://127.0.0.1:9/{number}") for number in range(6)}
    office.happens(10)
    jobs.plan()
    assert {str(one.webhook_id) for one in claim(office, limit=6)} == idle
    assert busy in {str(one.webhook_id) for one in claim(office, limit=100)}
