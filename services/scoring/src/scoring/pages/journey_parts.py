"""The parts of a journey's page, in the reader's words."""

from collections.abc import Iterable, Mapping
from typing import Any

from scoring.domain.estimates import Hidden, Measured
from scoring.domain.journey_views import Deviations, Graph, StageLeft, Ways
from scoring.domain.journeys import Journey
from scoring.domain.outcomes import Compared, TimeTo
from scoring.pages import curves, graphs
from scoring.pages.figures import days, duration, figure, point
from scoring.pages.rendering import Reader
from scoring.pages.wording import count, said
from scoring.schemas.figures import p_value, percent
from scoring.store.journey_figures import State
from scoring.use_cases.measure_journey import Handoffs
from scoring.use_cases.measure_outcomes import Outcomes

_WRONG = ("skipped", "repeated", "out_of_order", "not_on_the_map")


def states(found: list[State] | None, who: Reader) -> list[dict[str, str]] | None:
    """Where cases are."""
    if found is None:
        return None
    return [
        {
            "name": who.text[f"case_{state.state}"] + (f": {state.exit}" if state.exit else ""),
            "cases": count(state.cases, who),
        }
        for state in found
    ]


def stages(journey: Journey, left: Mapping[str, StageLeft | Hidden], who: Reader) -> list[dict[str, Any]]:
    """The design in its order, with what becomes of those who come to each stage."""
    return [
        {
            "key": stage.key,
            "name": said(stage.name, who.language),
            "owner": stage.owner,
            "optional": stage.optional,
            "left": _stage(left[stage.key], who),
        }
        for stage in journey.stages
    ]


def handoffs(found: Handoffs, who: Reader) -> list[dict[str, Any]]:
    """From one owner to the next."""
    return [
        {
            "source": item.source,
            "target": item.target,
            "n": count(item.n, who),
            "median": duration(item.median_s, who.language, who.text),
            "lost": figure(item.lost, who.language),
            "after": [
                {
                    "definition": score.scale.version,
                    "figure": figure(score.estimate, who.language, score.scale),
                }
                for score in found.scores.get((item.source, item.target), [])
            ],
        }
        for item in found.handoffs
    ]


def graph(journey: Journey, found: Graph | Hidden, who: Reader) -> dict[str, Any] | None:
    """The drawing, and its table."""
    if isinstance(found, Hidden):
        return None
    names = _names(journey, who)
    return {
        "drawing": graphs.draw(found, [stage.key for stage in journey.stages]),
        "names": names,
        "cases": count(found.cases, who),
        "touchpoints": count(found.touchpoints, who),
        "hidden": found.hidden,
        "edges": [
            {
                "source": _step(item.edge.source, names, who.text["graph_begin"]),
                "target": _step(item.edge.target, names, who.text["graph_end"]),
                "n": count(item.edge.n, who),
                "cases": count(item.edge.cases, who),
                "median": duration(item.median_s, who.language, who.text),
            }
            for item in found.edges
        ],
    }


def ways(journey: Journey, found: Ways | Hidden, who: Reader) -> dict[str, Any] | None:
    """The most frequent paths, what was done again, and switches of channel."""
    if isinstance(found, Hidden):
        return None
    names = _names(journey, who)
    return {
        "different": count(found.different, who),
        "shown": len(found.variants),
        "variants": [
            {
                "path": [_step(step, names, "") for step in variant.path],
                "cases": count(variant.cases, who),
                "share": percent(variant.cases / found.cases, who.language),
            }
            for variant in found.variants
        ],
        "cases": count(found.cases, who),
        "reworked": figure(found.reworked, who.language),
        "repeated": _shares(found.repeated, names, who),
        "switched": figure(found.switched, who.language),
        "switches": [
            {
                "source": edge.source,
                "target": edge.target,
                "n": count(edge.n, who),
                "cases": count(edge.cases, who),
            }
            for edge in found.channel_switches
        ],
    }


def deviations(journey: Journey, found: Deviations | Hidden, who: Reader) -> dict[str, Any] | None:
    """How far cases went the designed way, and where they did not."""
    if isinstance(found, Hidden):
        return None
    names = _names(journey, who)
    return {
        "cases": count(found.conformance.cases, who),
        "fitness": percent(float(found.conformance.fitness), who.language),
        "perfect": figure(found.perfect, who.language),
        "wrong": {kind: _shares(found.shares[kind], names, who) for kind in _WRONG if found.shares[kind]},
    }


def outcomes(journey: Journey, found: Outcomes, who: Reader) -> list[dict[str, Any]]:
    """Every share of the outcome that the design lets be seen."""
    text = who.text
    told: list[tuple[str, Measured | None]] = [(text["about_succeeded_share"], found.succeeded)]
    if found.resolution:
        days_ = found.resolution.window_days
        told += [
            (text["outcome_resolved_said"], found.resolution.said),
            (text["outcome_resolved_seen"].format(days=days_), found.resolution.seen),
        ]
        told += [
            (text["outcome_resolved_intent"].format(days=days_, intent=intent), estimate)
            for intent, estimate in found.resolution.seen_by_intent.items()
        ]
    told += [(text["outcome_repeated"], found.repeated), (text["outcome_lookups"], found.lookups_found)]
    told += [(text[f"install_{name}"], estimate) for name, estimate in (found.installs or {}).items()]
    told += [(text[f"month_{name}"], estimate) for name, estimate in (found.first_month or {}).items()]
    names = {promise.key: said(promise.name, who.language) for promise in journey.promises}
    told += [
        (text["outcome_promise"].format(name=names.get(key, key)), estimate)
        for key, estimate in found.promises.items()
    ]
    told.append((text["outcome_given_up"], found.complaints_given_up))
    return [
        {"name": name, "figure": figure(estimate, who.language)}
        for name, estimate in told
        if estimate is not None
    ]


def times(found: Outcomes, who: Reader) -> list[dict[str, Any]]:
    """How long it takes to each milestone: the curve, its numbers, and groups compared."""
    return [
        {
            "name": who.text[f"milestone_{name}"],
            "all": _time(time, who),
            "groups": _groups(found.groups.get(name, {}), found.compared.get(name, []), who),
        }
        for name, time in found.times.items()
    ]


def _stage(left: StageLeft | Hidden, who: Reader) -> dict[str, Any] | None:
    if isinstance(left, Hidden):
        return None
    return {
        "came": count(left.came, who),
        "went_on": count(left.went_on, who),
        "dropped": count(left.dropped, who),
        "still_there": count(left.still_there, who),
        "goes_on": point(left.goes_on, left.came, who.language),
        "median": duration(left.median_s, who.language, who.text),
        "parts": [round(100 * n / left.came, 2) for n in (left.went_on, left.dropped, left.still_there)],
    }


def _time(found: TimeTo | Hidden, who: Reader) -> dict[str, Any] | None:
    if isinstance(found, Hidden):
        return None
    return {
        "n": count(found.n, who),
        "reached": count(found.reached, who),
        "left": count(found.left, who),
        "waiting": count(found.waiting, who),
        "median": days(found.median, who.language),
        "median_low": days(found.median_low, who.language),
        "median_high": days(found.median_high, who.language),
        "method": found.method,
        "by_day": {day: point(at, found.n, who.language) for day, at in found.by_day.items()},
        "drawing": curves.draw(found),
    }


def _groups(
    groups: Mapping[str, TimeTo | Hidden], compared: Iterable[Compared], who: Reader
) -> list[dict[str, Any]]:
    tests = {item.group: p_value(item.adjusted_p, who.language) for item in compared}
    return [
        {"name": name or who.text["not_stated"], "p": tests.get(name), "time": _time(time, who)}
        for name, time in groups.items()
    ]


def _shares(found: Mapping[str, Measured], names: Mapping[str, str], who: Reader) -> list[dict[str, Any]]:
    return [
        {"name": _step(step, names, ""), "figure": figure(estimate, who.language)}
        for step, estimate in found.items()
        if estimate.shown
    ]


def _names(journey: Journey, who: Reader) -> dict[str, str]:
    return {stage.key: said(stage.name, who.language) for stage in journey.stages}


def _step(step: str | None, names: Mapping[str, str], without: str) -> str:
    return names.get(step, step) if step else without
