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
from support.sink import sink

PEOPLE = 200
WORKER = "from survey.jobs import send_invitations; send_invitations()"


@pytest.mark.parametrize("connections", [1, 4])
def test_a_worker_killed_in_the_middle_of_a_batch_repeats_no_batch(survey_settings, tmp_path, connections):
    with (
        sink(tmp_path, delay=0.01) as box,
        asking_by_mail(survey_settings, box.url) as house,
    ):
        for number in range(PEOPLE):
            invite(house, number, key=f"c{number}", email=f"c{number}@example.com")
        settings = {
            **os.environ,
            **all_settings(),
            "SURVEY_DATABASE_URL": survey_settings.database_url,
            "SMTP_URL": box.url,
            "MAIL_CONNECTIONS": str(connections),
        }
        worker = subprocess.Popen([sys.executable, "-c", WORKER], env=settings)
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
        assert states(house) == {"sent": PEOPLE}
    assert len(taken) == PEOPLE
    assert max(taken.values()) <= 2
    assert sum(n - 1 for n in taken.values()) <= connections
