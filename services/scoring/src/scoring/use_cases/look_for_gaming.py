"""Look for gaming in the period of a plan, and keep what was found and what was not."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

import structlog
from psycopg import Connection

from scoring.domain.gaming import invitation_rates
from scoring.domain.gaming.audits import Audit, Note
from scoring.domain.gaming.moved_definitions import moved_definitions
from scoring.domain.gaming.period_ends import period_end
from scoring.domain.gaming.results import Check, Result, judged, too_little
from scoring.domain.gaming.same_devices import Marked, same_device
from scoring.domain.gaming.units import Count, Place, against_the_rest, units_of
from scoring.domain.plans import Period, Plan
from scoring.domain.slices import Slice
from scoring.store import gaming_audits, gaming_facts, plans, scorecards
from shared import events
from shared.db import is_away
from shared.events import Event
from shared.follower import Transaction
from shared.ids import new_id

# By whom an audit is made that nobody asked for.
_BY_ITSELF = "escucha"

log = structlog.get_logger()


def look_for_gaming(
    connection: Connection,
    plan: Plan,
    version: int,
    *,
    by: str,
    now: datetime,
    request_id: str,
    automatic: bool = False,
) -> Audit:
    """Make every check over the plan's period, as far as it has come, and keep the audit with its event."""
    results = tuple(check_all(connection, plan, version, now))
    audit = Audit(new_id(), plan.key, version, by, now, results, automatic=automatic)
    gaming_audits.put(connection, audit)
    data = {
        "audit_id": str(audit.id),
        "plan": plan.key,
        "version": version,
        "findings": audit.findings,
        "tested": sum(result.p is not None for result in audit.results),
    }
    events.append(connection, [Event(new_id(), "scoring.gaming.looked_for", plan.key, now, request_id, data)])
    return audit


def look_where_it_is_time(read: Transaction, change: Transaction, *, now: datetime) -> int:
    """Look once at each plan whose period is over and that was live in it; how many were looked at.

    Each in a transaction of its own: one that can't be looked at is left to a person, and the others are not.
    """
    with read() as connection:
        due = gaming_audits.due(connection, now.date())
    looked_at = 0
    for key, version in due:
        try:
            with change() as connection:
                looked_at += _look_by_itself(connection, key, version, now)
        except Exception as error:
            if is_away(error):
                raise  # which is no fault of the plan's
            log.error("gaming.not_looked_for", plan=key, version=version, error=type(error).__name__)
    return looked_at


def _look_by_itself(connection: Connection, key: str, version: int, now: datetime) -> bool:
    plans.hold(connection, key)
    found = plans.find(connection, key, version)
    if found is None or gaming_audits.was_made(connection, key, version):
        return False
    request_id = "look-for-gaming"
    look_for_gaming(
        connection, found.plan, version, by=_BY_ITSELF, now=now, request_id=request_id, automatic=True
    )
    return True


def note_finding(connection: Connection, audit: Audit, note: Note, *, request_id: str) -> None:
    """Keep that somebody has seen or explained a finding. It stays a finding."""
    gaming_audits.note(connection, audit.id, note)
    data = {"audit_id": str(audit.id), "place": note.place, "state": note.state}
    events.append(connection, [Event(new_id(), "scoring.gaming.noted", audit.key, note.at, request_id, data)])


def check_all(connection: Connection, plan: Plan, version: int, now: datetime) -> list[Result]:
    """Every check of every unit, judged together."""
    eligible = gaming_facts.eligible(connection, plan.period)
    daily = gaming_facts.daily(connection, plan.period)
    places = [*(one.place for one in eligible), *(place for _, place, _, _ in daily)]
    units, untold = units_of(plan, places)
    compared: list[tuple[Check, list[Count]]] = [
        (Check.NOT_INVITED, invitation_rates.not_invited(eligible)),
        (Check.WITHHELD, invitation_rates.withheld(eligible)),
        (Check.ADDRESS_CHANGED, invitation_rates.address_changed(eligible)),
        (Check.ASKED_IN_SURVEY, gaming_facts.asked_in_survey(connection, plan.period)),
        (Check.ASKED_IN_COMMENTS, gaming_facts.asked_in_comments(connection, plan.period)),
        (Check.STRAIGHT_LINES, gaming_facts.straight_lines(connection, plan.period)),
        (Check.QUICK, gaming_facts.quick(connection, plan.period)),
    ]
    results = [result for check, counts in compared for result in against_the_rest(check, counts, units)]
    results += _of_devices(units, daily, gaming_facts.shared_marks(connection, plan.period))
    results += _of_the_end(units, daily, plan.period, now.date())
    locked = scorecards.of_plan(connection, plan.key, version)
    until = locked[0].head.locked_at if locked else now
    results += moved_definitions(
        plan, gaming_facts.changes(connection, plan.period, until, plan.key, version)
    )
    return judged(results) + [too_little(check, unit, 0, 1) for unit in untold for check in _OF_UNITS]


_OF_UNITS = tuple(check for check in Check if check is not Check.DEFINITION_MOVED)
_Daily = Iterable[tuple[date, Place, int, int]]


def _of_devices(units: Iterable[Slice], daily: _Daily, shared: list[Marked]) -> list[Result]:
    totals = {(day, place): marked for day, place, _, marked in daily if marked}
    return [same_device(unit, shared, totals) for unit in units]


def _of_the_end(units: Iterable[Slice], daily: _Daily, period: Period, today: date) -> list[Result]:
    """An end that has not come yet has no spike."""
    if today <= period.last_day:
        days = max(0, (today - period.first_day).days)
        return [too_little(Check.PERIOD_END, unit, days, period.length.days) for unit in units]
    results = []
    for unit in units:
        answers: Counter[date] = Counter()
        for day, place, n, _ in daily:
            answers[day] += n if place.is_in(unit) else 0
        results.append(period_end(unit, answers, period))
    return results
