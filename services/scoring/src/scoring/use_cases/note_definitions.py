"""Remember when surveys, triggers and the contact policy were changed, for who asks whether it was inside a period."""

from psycopg import Connection

from scoring.domain.gaming.results import Change
from scoring.store import gaming_facts, invitations
from shared.events import Event


def note_definitions(connection: Connection, told: list[tuple[Event, tuple[str, str, int]]]) -> None:
    """Kind, key and version, in any order and again; of a version that is told twice the earlier time counts."""
    gaming_facts.note_changes(connection, _earliest(told))


def note_surveys(connection: Connection, told: list[tuple[Event, tuple[str, int, str]]]) -> None:
    """The same of survey, version and the kind of survey that it is, which is remembered too."""
    invitations.note_kinds(connection, {published for _, published in told})
    note_definitions(
        connection, [(event, ("survey", survey, version)) for event, (survey, version, _) in told]
    )


def _earliest(told: list[tuple[Event, tuple[str, str, int]]]) -> list[Change]:
    found: dict[tuple[str, str, int], Change] = {}
    for event, definition in told:
        change = Change(*definition, event.time)
        known = found.setdefault(definition, change)
        found[definition] = min(known, change, key=lambda item: item.at)
    return list(found.values())
