"""Where contacts looked for what they needed to know, on a journey's page."""

from collections.abc import Iterable
from typing import Any

from scoring.domain.estimates import LOW_BASE_BELOW, Hidden
from scoring.domain.journeys import Journey
from scoring.domain.sources import Age, SourceTold, Used
from scoring.pages.figures import Figure, duration, figure
from scoring.pages.rendering import Reader
from scoring.pages.wording import count, said

_DAY = 86400


def sources(journey: Journey, found: Iterable[SourceTold], who: Reader) -> list[dict[str, Any]]:
    """Each source, then the channels in which it was asked where they are several."""
    names = {source.key: said(source.name, who.language) for source in journey.sources}
    rows = []
    for item in found:
        name = names.get(item.source, item.source)
        rows.append({"name": name, "channel": None, "fresh_days": item.fresh_days, **_used(item.whole, who)})
        if len(item.channels) > 1:
            rows += [
                {"name": name, "channel": channel or who.text["not_stated"], **_used(used, who)}
                for channel, used in item.channels.items()
            ]
    return rows


def _used(used: Used, who: Reader) -> dict[str, Any]:
    age = used.age
    return {
        "found": figure(used.found, who.language),
        "told": age is not None,
        "age": None if age is None or isinstance(age, Hidden) else _median(age, who),
        "fresh": figure(age.fresh, who.language) if isinstance(age, Age) and age.fresh else None,
    }


def _median(age: Age, who: Reader) -> Figure:
    value, low, high = (
        duration(None if days is None else days * _DAY, who.language, who.text)
        for days in (age.median, age.low, age.high)
    )
    return Figure(value or "", count(age.n, who), low, high, age.n < LOW_BASE_BELOW, chart=None)
