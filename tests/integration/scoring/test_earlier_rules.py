"""What was locked by earlier rules of measuring is made again by them, byte by byte, whatever happened since."""

import json
from pathlib import Path

import pytest

from integration.scoring import autumn
from integration.scoring.conftest import Tell
from scoring.domain import plan_rules
from scoring.domain.snapshots import Locked, amounts_of, hash_of, head_of
from scoring.store import scorecards
from scoring.use_cases.refresh_cases import refresh_cases
from scoring.use_cases.verify_scorecards import Verified, verify_scorecards
from shared.events import Event
from support.apps import Running

# What the version before the third rules has locked of everything that is told until then.
BODY = Path(__file__).with_name("locked_by_the_second_rules.json").read_text(encoding="utf-8")


class House:
    """A house that was brought up to date after it had locked its scorecards."""

    def __init__(self, scoring: Running, tell: Tell) -> None:
        self.scoring, self._tell = scoring, tell
        answer = scoring.post("/scoring/v1/journeys", autumn.JOURNEY, scoring.key("journeys:write"))
        assert answer.status_code == 200, answer.text
        locked = Locked(head_of(json.loads(BODY)), BODY, hash_of(BODY))
        with scoring.service.change() as connection:
            autumn.set_up(connection)
            scorecards.insert(connection, locked, "autumn")
        self.tell([*autumn.UNTIL_CLOSED, *autumn.UNTIL_LOCKED])

    def tell(self, events: list[Event]) -> None:
        self._tell(events)
        with self.scoring.service.change() as connection:
            while refresh_cases(connection):
                pass

    def verified(self) -> Verified:
        with self.scoring.service.read() as connection:
            return verify_scorecards(connection)


@pytest.fixture
def house(scoring: Running, tell: Tell) -> House:
    return House(scoring, tell)


def test_what_was_locked_by_the_second_rules_is_made_again_byte_by_byte(house: House) -> None:
    """Of 30 cases that were over at the closing 20 had succeeded, of those that were over at the lock 24 of 32."""
    found = house.verified()
    assert (found.scorecards, found.faults, found.pending) == (1, [], [])
    house.tell(autumn.AFTERWARDS)
    assert house.verified() == found


@pytest.mark.parametrize("late", autumn.LATE, ids=lambda event: event.type)
def test_what_is_told_late_is_a_pending_difference_by_any_rules(house: House, late: Event) -> None:
    house.tell([late])
    (pending,) = house.verified().pending
    assert pending.locked == amounts_of(json.loads(BODY))


def test_the_third_rules_would_have_measured_otherwise(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_rules, "_AS_OF_THE_CLOSING", 2)
    (pending,) = house.verified().pending
    assert pending.now["Ana"] < pending.locked["Ana"]
