"""Public holidays, as the library `holidays` knows them."""

from collections.abc import Set
from datetime import date
from functools import cache, lru_cache

import holidays

from feedback_router.domain.calendars import Calendar


def known(country: str, region: str | None) -> bool:
    """Whether the holidays of a country (ISO 3166-1: ES), or of a region of it (MD), are known."""
    regions = _countries().get(country)
    return regions is not None and (region is None or region in regions)


def around(calendar: Calendar, year: int) -> Set[date]:
    """The public holidays that a team keeps, from the year before to the third year after: no promise is longer."""
    if calendar.country is None:
        return frozenset()
    return _around(calendar.country, calendar.region, year)


@cache
def _countries() -> dict[str, list[str]]:
    return holidays.list_supported_countries()


@lru_cache(maxsize=1000)
def _around(country: str, region: str | None, year: int) -> Set[date]:
    years = range(year - 1, year + 4)
    return frozenset(holidays.country_holidays(country, subdiv=region, years=years))
