"""Make the cases of those customers again of whom something new is known."""

from collections import defaultdict

from psycopg import Connection

from scoring.domain.cases import cases_of
from scoring.domain.contacts import contacts_of
from scoring.domain.touchpoints import Touchpoint
from scoring.store import identities, journey_cases, journeys, touchpoints
from scoring.store.journey_cases import Run

_BATCH = 500


def refresh_cases(connection: Connection) -> int:
    """A batch of them; how many customers that were. 0 means that every case is as its touchpoints have it.

    Whatever was known of a person is thrown away and made again from all that is known now, so it doesn't matter in
    which order that came, and to do it twice changes nothing.
    """
    touchpoints.lock(connection)
    stale = touchpoints.take(connection, _BATCH)
    if not stale:
        return 0
    person_of = identities.of(connection, stale)
    by_person: defaultdict[str, list[Touchpoint]] = defaultdict(list)
    for touchpoint in touchpoints.of(connection, person_of):
        by_person[person_of[touchpoint.customer_key]].append(touchpoint)
    designs = journeys.in_force(connection)
    runs = []
    for person, known in by_person.items():
        for design in designs:
            cases = cases_of(design.journey, known)
            if cases:
                contacts = contacts_of(design.journey, known)
                runs.append(Run(person, design.journey.key, design.version, cases, contacts))
    journey_cases.clear(connection, person_of)
    journey_cases.insert(connection, runs)
    return len(stale)
