"""Simulate a plan on the periods before it: what would everybody have been paid, and how much of that luck."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from psycopg import Connection

from scoring.domain.luck import Luck, luck, share_of_luck
from scoring.domain.plan_definitions import to_definition
from scoring.domain.plans import Period, Plan
from scoring.domain.scorecards import Scorecard, scorecards
from scoring.use_cases.measure_plan import find_besides, measure_plan


@dataclass(frozen=True)
class Simulated:
    """One person in one period."""

    period: Period
    card: Scorecard
    luck: Luck


@dataclass(frozen=True)
class Simulation:
    """Everybody in every period, the newest first; `share_of_luck` is of the variance of all these payouts."""

    results: list[Simulated]
    share_of_luck: float | None


def simulate_plan(connection: Connection, plan: Plan, periods: int, now: datetime) -> Simulation:
    """The same plan with the same facts gives the same numbers: what is drawn is seeded with the plan itself."""
    text = json.dumps(to_definition(plan), sort_keys=True)
    random = np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]))
    results = []
    for times in range(1, periods + 1):
        past = replace(plan, period=plan.period.earlier(times))
        measured = measure_plan(connection, past, now)
        had = find_besides(connection, past, now).immersions
        results += [
            Simulated(past.period, card, luck(past, card.person, measured, random, had))
            for card in scorecards(past, measured, had)
        ]
    amounts = [result.card.amount for result in results]
    deviations = [result.luck.standard_deviation for result in results]
    return Simulation(results, share_of_luck(amounts, deviations))
