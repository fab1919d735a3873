"""Time zones on the wire."""

from functools import cache
from zoneinfo import available_timezones

from marshmallow import ValidationError


@cache
def known_time_zones() -> frozenset[str]:
    """IANA's names. Read from the disk, so once.

    "localtime" is a file beside them: the zone of whatever machine this is, of which PostgreSQL knows nothing.
    """
    return frozenset(available_timezones() - {"localtime"})


def known_time_zone(value: str) -> None:
    """Refuses what is no IANA time zone."""
    if value not in known_time_zones():
        raise ValidationError("This is no time zone; use a name such as America/Bogota or Europe/Madrid.")
