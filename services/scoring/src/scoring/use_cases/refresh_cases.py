"""Make the cases of those customers again of whom something new is known."""

from psycopg import Connection

from scoring.domain.cases import cases_of
from scoring.domain.contacts import contacts_of
from scoring.store import journey_cases, journeys, touchpoints
from scoring.store.journey_cases import Run
from scoring.use_cases.gather_touchpoints import gather_touchpoints

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
    people = gather_touchpoints(connection, stale)
    designs = journeys.in_force(connection)
    runs = []
    for person, known in people.touchpoints.items():
        for design in designs:
            cases = cases_of(design.journey, known)
            if cases:
                contacts = contacts_of(design.journey, known)
                runs.append(Run(person, design.journey.key, design.version, cases, contacts))
    journey_cases.replace(connection, people.person_of, runs)
    return len(stale)
