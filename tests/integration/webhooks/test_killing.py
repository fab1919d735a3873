"""A receiver that fails half of the time and a process that is killed at any moment: every event arrives."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise

from shared.clock import now
from shared.events import Event
from shared.ids import derived_id
from support.environment import all_settings
from support.receivers import TAKEN, Reply

EVENTS = 60
CARRY = "from feedback_router.webhooks.jobs import follow\nwhile True: follow('router')"


def fails(event: str, time_seen: int) -> bool:
    """Half of the time; drawn by the event and by how often it came, so that no run is like no other by chance."""
    return random.Random(f"seven/{event}/{time_seen}").random() < 0.5


def test_every_event_arrives_though_the_sender_is_killed_and_half_of_the_answers_are_failures(
    office, receive, redis_url
):
    asked: Counter[str] = Counter()

    def reply(event: str) -> Reply:
        asked[event] += 1
        return (503, {}, b"not now") if fails(event, asked[event]) else TAKEN

    receive.reply = reply
    webhook = office.webhook(receive)
    told = [
        Event(
            derived_id("kill", str(n)),
            "router.feedback.routed",
            "item",
            now(),
            "r",
            {"team": "billing", "n": n},
        )
        for n in range(EVENTS)
    ]
    settings = {
        **os.environ,
        **all_settings(),
        "ROUTER_DATABASE_URL": office.router.service.settings.database_url,
        "REDIS_URL": redis_url,
        "WEBHOOK_ALLOW_PRIVATE": "yes",
    }
    moments = random.Random(11)
    killed = 0
    office.append(told)
    while not planned(office) or office.log(webhook, state="waiting"):
        office.time_passes()
        enough = receive.seen.total() + moments.randint(5, 40)
        process = subprocess.Popen([sys.executable, "-c", CARRY], env=settings, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while receive.seen.total() < enough and (not planned(office) or due(office)):
            assert time.monotonic() < until, "nothing is sent"
            time.sleep(moments.random() / 100)
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed += 1
    assert killed >= 5
    assert receive.unverified == []
    assert set(receive.taken) == {str(event.id) for event in told}
    assert all(len(bodies) == 1 for bodies in receive.bodies.values())
    log = office.log(webhook)
    assert {one["state"] for one in log} == {"delivered"}
    for one in log:
        numbers = [attempt["number"] for attempt in one["attempts"]]
        assert numbers == list(range(1, len(numbers) + 1)), "every attempt is in the log"
        assert one["attempts"][-1]["status"] == 200
        assert sum(attempt["status"] == 503 for attempt in one["attempts"]) == one["failures"]
        assert all(earlier["at"] < later["at"] for earlier, later in pairwise(one["attempts"]))
        assert receive.seen[one["event_id"]] <= len(numbers), "nothing was sent that the log does not know"


def planned(office) -> bool:
    """Whether all deliveries are planned."""
    return count(office, "SELECT count(*) FROM webhook_deliveries") == EVENTS


def due(office) -> bool:
    """Whether something would be sent now; what was tried waits for its pause."""
    return count(office, "SELECT count(*) FROM webhook_deliveries WHERE due_at <= now()") > 0


def count(office, query: str) -> int:
    with office.router.service.database.transaction() as connection:
        return int(connection.execute(query.encode()).fetchone()[0])
