"""What keeps a designed journey from being published."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scoring.domain.journeys import Journey, Promise, Source, Text

# Addresses of the API that no journey can have.
RESERVED = frozenset({"templates", "proposals"})
# Day 0 to day 30.
FIRST_MONTH_DAYS = 31


@dataclass(frozen=True, slots=True)
class DesignFault:
    """Where something is wrong, as a path; what it is, with what it is about, for pages; and in a sentence."""

    path: str
    what: str
    message: str
    about: Mapping[str, str | int] = field(default_factory=dict)


def faults(journey: Journey) -> list[DesignFault]:
    """Everything that must be put right first; empty when it can be published."""
    return [
        *_frame(journey),
        *_stages(journey),
        *_outcome(journey),
        *_keyed(journey, "promises", journey.promises),
        *_keyed(journey, "sources", journey.sources),
    ]


def _frame(journey: Journey) -> Iterator[DesignFault]:
    if journey.key in RESERVED:
        message = f"{journey.key!r} is an address of its own here; use another key."
        yield DesignFault("key", "reserved_key", message, {"key": journey.key})
    yield from _texts(journey, "name", journey.name)
    if not journey.accountable:
        message = "Name who is accountable for the whole journey, not only for a stage of it."
        yield DesignFault("accountable", "no_accountable", message)
    if not journey.starts:
        yield DesignFault(
            "starts", "no_start", "Name the types of touchpoint with which a customer sets out."
        )
    if journey.first_month and journey.window_days < FIRST_MONTH_DAYS:
        yield DesignFault(
            "window_days",
            "too_short",
            f"A case that is closed after {journey.window_days} days can't tell of the first month;"
            f" it takes at least {FIRST_MONTH_DAYS}.",
            {"days": journey.window_days, "least": FIRST_MONTH_DAYS},
        )


def _stages(journey: Journey) -> Iterator[DesignFault]:
    if not any(not stage.optional for stage in journey.stages):
        yield DesignFault("stages", "no_stage", "A journey has at least one stage that is not optional.")
    keys = Counter(stage.key for stage in journey.stages)
    meant: dict[str, str] = {}
    for index, stage in enumerate(journey.stages):
        path = f"stages.{index}"
        yield from _texts(journey, f"{path}.name", stage.name)
        if keys[stage.key] > 1:
            yield _twice(path, "stages", stage.key)
        for kind in stage.touchpoints:
            other = meant.setdefault(kind, stage.key)
            if other != stage.key:
                message = f"{kind!r} means the stage {other!r} already."
                about = {"kind": kind, "other": other}
                yield DesignFault(f"{path}.touchpoints", "means_another", message, about)
            elif kind in keys and kind != stage.key:
                message = f"{kind!r} is the key of another stage."
                about = {"kind": kind, "other": kind}
                yield DesignFault(f"{path}.touchpoints", "names_another", message, about)


def _outcome(journey: Journey) -> Iterator[DesignFault]:
    outcome = journey.outcome
    missing = [language for language in journey.languages if not outcome.statement.get(language, "").strip()]
    if missing:
        yield DesignFault(
            "outcome.statement",
            "no_statement",
            f"Say in {', '.join(missing)} what the customer has when the journey has gone well, in the customer's"
            " words. Without its outcome a journey can't be published.",
            {"languages": ", ".join(missing)},
        )
    if not outcome.success:
        yield DesignFault(
            "outcome.success",
            "no_success",
            "Name the types of touchpoint that show that the customer got there."
            " Without its outcome a journey can't be published.",
        )
    for kind in sorted({*outcome.success} & {*outcome.exits}):
        message = f"{kind!r} can't mean success and its opposite."
        yield DesignFault("outcome.exits", "success_and_exit", message, {"kind": kind})
    for kind in sorted({*journey.starts} & {*outcome.success, *outcome.exits}):
        message = f"{kind!r} ends the journey, so it can't start it."
        yield DesignFault("starts", "starts_and_ends", message, {"kind": kind})
    for kind in sorted({*outcome.setup} & {*outcome.setup_failed}):
        message = f"{kind!r} can't mean that the setup succeeded and that it failed."
        yield DesignFault("outcome.setup_failed", "succeeds_and_fails", message, {"kind": kind})


def _keyed(journey: Journey, path: str, items: Sequence[Promise | Source]) -> Iterator[DesignFault]:
    keys = Counter(item.key for item in items)
    for index, item in enumerate(items):
        yield from _texts(journey, f"{path}.{index}.name", item.name)
        if keys[item.key] > 1:
            yield _twice(f"{path}.{index}", path, item.key)


def _twice(path: str, items: str, key: str) -> DesignFault:
    return DesignFault(f"{path}.key", "same_key", f"Two {items} have the key {key!r}.", {"key": key})


def _texts(journey: Journey, path: str, text: Text) -> Iterator[DesignFault]:
    missing = [language for language in journey.languages if language not in text]
    if missing:
        languages = ", ".join(missing)
        message = f"The text is missing in {languages}."
        yield DesignFault(path, "no_name", message, {"languages": languages})
