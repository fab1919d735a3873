"""How comments stood at a moment: what was done about them later has not happened yet, whatever was told first."""

import random
from datetime import date, timedelta
from functools import reduce

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.counting import counted, kept
from integration.scoring.test_erasure import erased
from scoring.domain.feedback import Feedback, News, Standing
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Period
from scoring.domain.slices import Slice
from scoring.jobs import HANDLERS
from scoring.store import recounts
from scoring.use_cases.measure_plan import measure
from shared.events import Event
from support.apps import Running
from support.told import AT, acknowledged, reopened, rerouted, resolved, routed, withdrawn

DAY = timedelta(days=1)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
CLOSED = AT + 12 * DAY
SHARE = MeasureReference("resolved_share", Slice(journey="complain", channel="phone"))
BILLS = [f"bill-{number}" for number in range(12)]
BEFORE = [
    *(routed(name) for name in BILLS),
    *(resolved(name, after=DAY) for name in BILLS[:6]),
    reopened(BILLS[0], at=AT + 2 * DAY),
    resolved(BILLS[0], after=3 * DAY),
    withdrawn(BILLS[6], at=AT + DAY),
    routed("thanks", step="kept"),
]


def found(scoring: Running, days: float = 12) -> tuple[int, int]:
    """How many of how many were resolved, so many days after all were routed."""
    with scoring.service.read() as connection:
        counts = measure(connection, SHARE, NOVEMBER, AT + days * DAY).counts
    return counts.get("top", 0), counts.get("n", 0)


@pytest.mark.parametrize(
    "later",
    [
        [resolved(BILLS[8], after=20 * DAY)],
        [reopened(BILLS[1], at=AT + 20 * DAY)],
        [reopened(BILLS[0], at=AT + 20 * DAY), resolved(BILLS[0], after=21 * DAY)],
        [withdrawn(BILLS[2], at=AT + 20 * DAY)],
        [reopened(BILLS[6], at=AT + 20 * DAY), resolved(BILLS[6], after=21 * DAY)],
        [routed("thanks", at=AT + 20 * DAY)],
        [routed(BILLS[3], at=AT + 20 * DAY, step="kept")],
        [rerouted(BILLS[4], after=20 * DAY, team="network")],
        [erased(*BEFORE), erased(*BEFORE, source="router")],
    ],
    ids=lambda events: " ".join(event.type.rpartition(".")[2] for event in events),
)
def test_what_is_done_about_a_comment_after_the_closing_does_not_change_what_is_paid(
    scoring: Running, tell: Tell, later: list[Event]
) -> None:
    tell(BEFORE)
    assert found(scoring) == (6, 12)
    tell(later)
    assert found(scoring) == (6, 12)


def test_what_was_done_before_the_closing_counts_whenever_it_is_told(scoring: Running, tell: Tell) -> None:
    tell([*BEFORE, reopened(BILLS[1], at=AT + 20 * DAY)])
    tell([resolved(BILLS[9], after=4 * DAY), resolved(BILLS[1], after=5 * DAY)])
    assert (found(scoring), found(scoring, 4.5), found(scoring, 21)) == ((7, 12), (7, 12), (6, 12))


@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_would_be_known_if_nothing_had_happened_since(
    scoring: Running, tell: Tell, seed: int
) -> None:
    """Against the domain, which is told only what had happened by then; all else comes in any order, and again."""
    chance = random.Random(seed)
    events = [event for number in range(40) for event in _life(chance, f"item {number}")]
    again = [*events, *chance.sample(events, 20)]
    chance.shuffle(again)
    for start in range(0, len(again), 25):
        tell(again[start : start + 25])
    for days in (1, 4, 8, 12, 30):
        known: dict[str, list[Feedback]] = {}
        for event in events:
            if event.time <= AT + days * DAY:
                known.setdefault(event.subject, []).append(_understood(event).told_at(event.time))
        items = [item for item in (reduce(Feedback.merged, told) for told in known.values()) if not item.kept]
        assert len(items) >= 8
        resolved_then = sum(item.standing is Standing.RESOLVED for item in items)
        assert found(scoring, days) == (resolved_then, len(items))
    with scoring.service.change() as connection:
        assert recounts.recount(connection)["feedback_rollups"] == 0
    assert kept(scoring) == counted(scoring)


def _life(chance: random.Random, name: str) -> list[Event]:
    """A comment, routed or kept as praise, and what people and its customer did about it in the next weeks."""
    events = [routed(name, step=chance.choice(["routed", "routed", "kept"]))]
    for days in sorted(chance.sample(range(1, 20), chance.randint(0, 6))):
        moment = AT + days * DAY
        events.append(
            chance.choice(
                [
                    acknowledged(name, after=days * DAY),
                    resolved(name, after=days * DAY),
                    reopened(name, at=moment),
                    withdrawn(name, at=moment),
                    routed(name, at=moment, step=chance.choice(["routed", "kept"])),
                ]
            )
        )
    return events


def _understood(event: Event) -> News:
    news: News = HANDLERS["router"][event.type].schema.load(event.data)
    return news
