"""What keeps a designed journey from being published."""

from collections import Counter
from collections.abc import Iterator, Sequence

from scoring.domain.journeys import Journey, Promise, Source, Text
from scoring.domain.problems import Problem

# Addresses of the API that no journey can have.
RESERVED = frozenset({"templates", "proposals"})
# Day 0 to day 30.
FIRST_MONTH_DAYS = 31


def faults(journey: Journey) -> list[Problem]:
    """Everything that must be put right first; empty when it can be published."""
    return [
        *_frame(journey),
        *_stages(journey),
        *_outcome(journey),
        *_keyed(journey, "promises", journey.promises),
        *_keyed(journey, "sources", journey.sources),
    ]


def _frame(journey: Journey) -> Iterator[Problem]:
    if journey.key in RESERVED:
        yield Problem("key", f"{journey.key!r} is an address of its own here; use another key.")
    yield from _texts(journey, "name", journey.name)
    if not journey.accountable:
        yield Problem(
            "accountable", "Name who is accountable for the whole journey, not only for a stage of it."
        )
    if not journey.starts:
        yield Problem("starts", "Name the types of touchpoint with which a customer sets out.")
    if journey.first_month and journey.window_days < FIRST_MONTH_DAYS:
        yield Problem(
            "window_days",
            f"A case that is closed after {journey.window_days} days can't tell of the first month;"
            f" it takes at least {FIRST_MONTH_DAYS}.",
        )


def _stages(journey: Journey) -> Iterator[Problem]:
    if not any(not stage.optional for stage in journey.stages):
        yield Problem("stages", "A journey has at least one stage that is not optional.")
    keys = Counter(stage.key for stage in journey.stages)
    meant: dict[str, str] = {}
    for index, stage in enumerate(journey.stages):
        path = f"stages.{index}"
        yield from _texts(journey, f"{path}.name", stage.name)
        if keys[stage.key] > 1:
            yield Problem(f"{path}.key", f"Two stages have the key {stage.key!r}.")
        for kind in stage.touchpoints:
            other = meant.setdefault(kind, stage.key)
            if other != stage.key:
                yield Problem(f"{path}.touchpoints", f"{kind!r} means the stage {other!r} already.")
            elif kind in keys and kind != stage.key:
                yield Problem(f"{path}.touchpoints", f"{kind!r} is the key of another stage.")


def _outcome(journey: Journey) -> Iterator[Problem]:
    outcome = journey.outcome
    missing = [language for language in journey.languages if not outcome.statement.get(language, "").strip()]
    if missing:
        yield Problem(
            "outcome.statement",
            f"Say in {', '.join(missing)} what the customer has when the journey has gone well, in the customer's"
            " words. Without its outcome a journey can't be published.",
        )
    if not outcome.success:
        yield Problem(
            "outcome.success",
            "Name the types of touchpoint that show that the customer got there."
            " Without its outcome a journey can't be published.",
        )
    for kind in sorted({*outcome.success} & {*outcome.exits}):
        yield Problem("outcome.exits", f"{kind!r} can't mean success and its opposite.")
    for kind in sorted({*journey.starts} & {*outcome.success, *outcome.exits}):
        yield Problem("starts", f"{kind!r} ends the journey, so it can't start it.")
    for kind in sorted({*outcome.setup} & {*outcome.setup_failed}):
        yield Problem(
            "outcome.setup_failed", f"{kind!r} can't mean that the setup succeeded and that it failed."
        )


def _keyed(journey: Journey, path: str, items: Sequence[Promise | Source]) -> Iterator[Problem]:
    keys = Counter(item.key for item in items)
    for index, item in enumerate(items):
        yield from _texts(journey, f"{path}.{index}.name", item.name)
        if keys[item.key] > 1:
            yield Problem(f"{path}.{index}.key", f"Two {path} have the key {item.key!r}.")


def _texts(journey: Journey, path: str, text: Text) -> Iterator[Problem]:
    missing = [language for language in journey.languages if language not in text]
    if missing:
        yield Problem(path, f"The text is missing in {', '.join(missing)}.")
