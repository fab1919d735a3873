"""A worker that is killed while it sends repeats at most one message a connection, and forgets nobody."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from support.environment import all_settings
from support.letters import asking_by_mail, invite, send, states
from support.messages import ask, told
from support.messages import send as send_messages
from support.sink import sink

PEOPLE = 200


def plan_invitations(house):
    for number in range(PEOPLE):
        invite(house, number, key=f"c{number}", email=f"c{number}@example.com")


def plan_messages(house):
    people = [{"key": f"c{number}", "email": f"c{number}@example.com"} for number in range(PEOPLE)]
    key = house.key("customers:write")
    assert house.post("/survey/v1/customers", {"customers": people}, key).status_code == 200
    for number in range(PEOPLE):
        assert ask(house, number, to={"customer_key": f"c{number}"}).status_code == 202


def sent_messages(house):
    """How many messages are told to have been sent; told once each, whatever went out twice."""
    return sum(what == "sent" for what, _ in told(house))


@pytest.mark.parametrize("connections", [1, 4])
@pytest.mark.parametrize(
    ("job", "plan", "send", "sent"),
    [
        ("send_invitations", plan_invitations, send, lambda house: states(house)["sent"]),
        ("send_messages", plan_messages, send_messages, sent_messages),
    ],
    ids=["invitations", "messages"],
)
def test_a_worker_killed_in_the_middle_of_a_batch_repeats_no_batch(
    survey_settings, tmp_path, connections, job, plan, send, sent
):
    with (
        sink(tmp_path, delay=0.01) as box,
        asking_by_mail(survey_settings, box.url) as house,
    ):
        plan(house)
        settings = {
            **os.environ,
            **all_settings(),
            "SURVEY_DATABASE_URL": survey_settings.database_url,
            "SMTP_URL": box.url,
            "MAIL_CONNECTIONS": str(connections),
        }
        worker = subprocess.Popen(
            [sys.executable, "-c", f"from survey.jobs import {job}; {job}()"], env=settings
        )
        until = time.monotonic() + 60
        while box.taken().total() < PEOPLE // 3 and time.monotonic() < until:
            time.sleep(0.005)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        before = box.taken().total()
        assert PEOPLE // 3 <= before < PEOPLE
        assert send(house, box.url) == 0, "the claim holds until its lease ends"
        send(house, box.url, later=timedelta(minutes=6))
        taken = box.taken()
        assert sent(house) == PEOPLE
    assert len(taken) == PEOPLE
    assert max(taken.values()) <= 2
    assert sum(n - 1 for n in taken.values()) <= connections
