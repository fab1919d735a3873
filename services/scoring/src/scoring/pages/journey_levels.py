"""A journey at a glance: what came of it, how its contacts score, how even they are, and what rings."""

from typing import Any

from scoring.domain.estimates import Measured
from scoring.domain.journeys import Journey, Lines
from scoring.domain.levels import Consistency, TouchpointScore
from scoring.pages.figures import figure
from scoring.pages.rendering import Reader
from scoring.pages.wording import said
from scoring.schemas.alarms import asked_of_whole, scale_named, sentence
from scoring.schemas.figures import p_value, percent
from scoring.store.journeys import JourneyInForce
from scoring.use_cases.measure_levels import Levels


def overview(item: JourneyInForce, levels: Levels, who: Reader) -> dict[str, Any]:
    """What came of it, then service, experience and excellence, and what rings."""
    journey, language = item.journey, who.language
    whole = [
        _level(
            _experience_named(name, journey, who),
            estimate,
            _journey_verdict(estimate, journey.lines),
            who,
        )
        for name, estimate in levels.experience.items()
    ]
    return {
        "key": journey.key,
        "name": said(journey.name, language),
        "accountable": journey.accountable,
        "version": item.version,
        "statement": said(journey.outcome.statement, language),
        "succeeded": whole[0],
        "service": [
            _level(scale_named(name), estimate, _touchpoint_verdict(estimate, journey.lines), who)
            for name, estimate in levels.service.items()
        ],
        "experience": whole,
        "excellence": [_evenness(name, found, who) for name, found in levels.consistency.items()],
        "alarms": [sentence(alarm, journey, language) for alarm in levels.alarms],
        "lines": {
            "green": percent(journey.lines.touchpoints_green_from, language),
            "red": percent(journey.lines.journey_red_below, language),
        },
    }


def touchpoints(levels: Levels, who: Reader) -> list[dict[str, Any]]:
    """What was answered about each touchpoint."""
    return [
        {"name": _about(one), "definition": one.definition, "figure": figure(one.estimate, who.language)}
        for one in levels.touchpoints
    ]


def _experience_named(name: str, journey: Journey, who: Reader) -> str:
    """A share that has words of its own, else what a survey says of the whole."""
    return who.text.get(f"about_{name}_share") or asked_of_whole(name, journey, who.language)


def _level(name: str, estimate: Measured, verdict: str, who: Reader) -> dict[str, Any]:
    shown = figure(estimate, who.language)
    return {"name": name, "figure": shown, "verdict": verdict if shown else "unknown"}


def _touchpoint_verdict(estimate: Measured, lines: Lines) -> str:
    return "good" if estimate.shown and estimate.low >= lines.touchpoints_green_from else "open"


def _journey_verdict(estimate: Measured, lines: Lines) -> str:
    return "red" if estimate.shown and estimate.high < lines.journey_red_below else "open"


def _evenness(name: str, found: Consistency | None, who: Reader) -> dict[str, Any]:
    if found is None:
        return {"name": scale_named(name), "found": None}
    return {
        "name": scale_named(name),
        "found": {
            "worst": _about(found.worst),
            "worst_figure": figure(found.worst.estimate, who.language),
            "best": _about(found.best),
            "best_figure": figure(found.best.estimate, who.language),
            "p": p_value(found.p, who.language),
        },
    }


def _about(one: TouchpointScore) -> str:
    return f"{one.survey}, {one.stage}" if one.stage else one.survey
