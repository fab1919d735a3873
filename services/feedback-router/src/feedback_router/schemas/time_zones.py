"""Time zones on the wire."""

from functools import cache
from zoneinfo import available_timezones

from marshmallow import ValidationError

# Read from the disk, so once.
_zones = cache(available_timezones)


def known_time_zone(value: str) -> None:
    """Refuses what is no IANA time zone."""
    if value not in _zones():
        raise ValidationError("This is no time zone; use a name such as America/Bogota or Europe/Madrid.")
