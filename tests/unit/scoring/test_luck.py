"""How much of a payout is luck."""

from dataclasses import replace

import numpy as np

from scoring.domain.luck import Luck, luck
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Person
from scoring.domain.scorecards import Finding, references
from scoring.domain.slices import Slice
from unit.scoring.examples import SOUND_PLAN, nps_tally, share_tally

# NPS is each unit's own.
PLAN = replace(SOUND_PLAN, lines=(replace(SOUND_PLAN.lines[0], shared=False), *SOUND_PLAN.lines[1:]))


def found() -> dict[MeasureReference, Finding]:
    everything = {}
    for reference in reversed(references(PLAN)):
        tally = nps_tally(20, 20, 60) if reference.kind == "nps" else share_tally(75, 100)
        everything[reference] = Finding(reference.estimate(tally), tally._asdict())
    return everything


def lucky(person: Person, measured: dict[MeasureReference, Finding]) -> Luck:
    return luck(PLAN, person, measured, np.random.default_rng(7))


def test_nobodys_luck_depends_on_what_others_are_paid_on() -> None:
    alice = PLAN.people[0]
    others = MeasureReference("nps", Slice(journey="join", channel="web"))
    alone = {reference: finding for reference, finding in found().items() if reference != others}
    assert len(found()) == len(alone) + 1
    assert lucky(alice, found()) == lucky(alice, alone)


def test_luck_spreads_what_is_paid_around_what_was_measured() -> None:
    spread = lucky(PLAN.people[0], found())
    assert spread.low < spread.high
    assert spread.standard_deviation > 0
