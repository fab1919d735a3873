"""What can be taken along as a file: which figures, and one flat row a number."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from marshmallow import fields, validate

from scoring.domain.breakdowns import Item
from scoring.schemas.case_arguments import OutcomeArguments
from scoring.schemas.companions import as_companion
from scoring.schemas.comparisons import ManyArguments
from scoring.schemas.scores import ByArguments, as_statistic
from scoring.schemas.trends import TrendArguments
from scoring.use_cases.find_companions import Companions
from shared.exports import FORMATS
from shared.i18n import LANGUAGES

Row = dict[str, Any]

_ESTIMATE = ("shown", "value", "low", "high", "n", "method")
_MEANING = ("kind", "definition", "option")
_COMPANIONS = tuple(
    f"{role}_{name}"
    for role in ("outcome", "counter_measure")
    for name in ("measure", "definition", "shown", "value", "low", "high", "n", "reason")
)
_SIDES = ("first", "second")
SCORE_COLUMNS = (
    *(*_MEANING, "statistic", "unit", "direction", *_ESTIMATE, "low_base", "response_rate"),
    *_COMPANIONS,
)
TREND_COLUMNS = (
    *("survey", "version", *_MEANING, "statistic", "unit", "period", *_ESTIMATE),
    *("average", "lower", "upper", "verdict"),
    *_COMPANIONS,
)
COMPARISON_COLUMNS = (
    *_MEANING,
    *(f"{side}_{name}" for side in _SIDES for name in _ESTIMATE[:5]),
    *(
        f"difference_{name}"
        for name in ("shown", "value", "low", "high", "unit", "p", "p_corrected", "verdict")
    ),
    "of_many",
    *(f"sentence_{language}" for language in LANGUAGES),
    *(f"{side}_{name}" for side in _SIDES for name in _COMPANIONS),
)
JOURNEY_COLUMNS: Mapping[str, Sequence[str]] = {
    "cases": ("state", "exit", "cases", "touchpoints"),
    "edges": ("source", "target", "n", "cases", "median_seconds"),
    "variants": ("path", "cases"),
    "conformance": ("deviation", "step", *_ESTIMATE),
    "handoffs": (
        *("source", "target", "n", "cases", "median_seconds", *(f"lost_{name}" for name in _ESTIMATE)),
        *("score_definition", "score_statistic", *(f"score_{name}" for name in _ESTIMATE)),
    ),
    "dropoff": (
        *("stage", "shown", "came", "went_on", "dropped", "still_there"),
        *("goes_on", "goes_on_low", "goes_on_high", "median_seconds", "method"),
    ),
    "sources": (
        *("level", "source", "channel", *(f"found_{name}" for name in _ESTIMATE)),
        *("age_shown", "age_n", "age_median_days", "age_median_low", "age_median_high"),
        *("fresh_days", *(f"fresh_{name}" for name in _ESTIMATE)),
    ),
    "outcomes": ("outcome", "about", "group", "unit", *_ESTIMATE),
}


def _format() -> fields.String:
    return fields.String(load_default="csv", validate=validate.OneOf(FORMATS))


class ScoresExportArguments(ByArguments):
    """The scores of the API, as a file."""

    format = _format()
    _more = ("by", "format")


class TrendsExportArguments(TrendArguments):
    """The trends of the API, as a file."""

    format = _format()
    _more = ("every", "format")


class ComparisonsExportArguments(ManyArguments):
    """The comparisons of the API, as a file."""

    format = _format()
    _more = ("by", "against", "format")


class JourneyExportArguments(OutcomeArguments):
    """A journey's figures of the API, as a file; `by` compares the times of outcomes."""

    format = _format()


def slice_columns(by: Iterable[str], columns: Sequence[str]) -> list[str]:
    """How what is broken down by is called beside these columns: an attribute may have the name of one."""
    return [f"by_{name}" if name in columns else name for name in by]


def score_rows(items: Iterable[Item], companions: Companions) -> Iterator[Row]:
    """One a slice, statistic and scale of the counter-measure."""
    for item in items:
        rate = item.response_rate
        pair = companions.beside(item.kind, item.slice)
        outcome = as_companion(pair.outcome)
        for score, counter_measure in product(item.scores, map(as_companion, pair.counter_measures)):
            yield {
                **_slice(item.slice, SCORE_COLUMNS),
                "kind": item.kind,
                "option": item.option,
                **as_statistic(score),
                "response_rate": rate.value if rate and rate.shown else None,
                **_beside(outcome, counter_measure),
            }


def trend_rows(told: Mapping[str, Any]) -> Iterator[Row]:
    """Of what TrendSchema shows: one a point and scale of the counter-measure."""
    for series in told["series"]:
        for point in series["points"]:
            outcome, counter_measures = _found(told, point)
            for counter_measure in counter_measures:
                yield {
                    **_picked(series, ("survey", "version", *_MEANING, "statistic", "unit")),
                    "period": point["period"].isoformat(),
                    **point["measured"],
                    **(point["control"] or {}),
                    **_beside(outcome, counter_measure),
                }


def comparison_rows(told: Mapping[str, Any]) -> Iterator[Row]:
    """Of what ComparisonsSchema shows: one a comparison and scale of the counter-measure."""
    for item in told["comparisons"]:
        (outcome, counters), (other_outcome, other_counters) = (_found(told, item[side]) for side in _SIDES)
        for counter, other in _of_one_scale(counters, other_counters):
            yield {
                **_slice(item["slice"], COMPARISON_COLUMNS),
                **_picked(item, (*_MEANING, "of_many")),
                **_prefixed("first", {**item["first"], **_beside(outcome, counter)}),
                **_prefixed("second", {**item["second"], **_beside(other_outcome, other)}),
                **_prefixed("difference", item["difference"]),
                **_prefixed("sentence", item["sentence"]),
            }


def journey_rows(figure: str, told: Mapping[str, Any]) -> list[Row]:
    """Of what the schema of a journey's figure shows; nothing of what is hidden as a whole."""
    return list(_JOURNEY_ROWS[figure](told)) if told.get("shown", True) else []


def _cases(told: Mapping[str, Any]) -> Iterator[Row]:
    for state in told["states"]:
        yield {name: getattr(state, name) for name in JOURNEY_COLUMNS["cases"]}


def _edges(told: Mapping[str, Any]) -> Iterator[Row]:
    yield from told["edges"]


def _variants(told: Mapping[str, Any]) -> Iterator[Row]:
    for variant in told["variants"]:
        yield {"path": list(variant.path), "cases": variant.cases}


def _conformance(told: Mapping[str, Any]) -> Iterator[Row]:
    yield {"deviation": "none", **told["perfect"]}
    for deviation in ("skipped", "repeated", "out_of_order", "not_on_the_map"):
        for step, estimate in told[deviation].items():
            yield {"deviation": deviation, "step": step, **estimate}


def _handoffs(told: Mapping[str, Any]) -> Iterator[Row]:
    """A hand-off with several scores after it has a row for each."""
    for item in told["items"]:
        for score in item["scores_after"] or [{}]:
            yield {**item, **_prefixed("lost", item["lost"]), **_prefixed("score", score)}


def _dropoff(told: Mapping[str, Any]) -> Iterator[Row]:
    for stage in told["stages"]:
        going = stage.get("goes_on")
        bounds = (
            {"goes_on": going.value, "goes_on_low": going.low, "goes_on_high": going.high} if going else {}
        )
        yield {**stage, **bounds}


def _sources(told: Mapping[str, Any]) -> Iterator[Row]:
    """A source as a whole, then each channel in which it was asked."""
    for item in told["items"]:
        known = {"source": item["source"], "fresh_days": item["fresh_days"]}
        for level, used in (("source", item), *(("channel", channel) for channel in item["channels"])):
            age = used["age"] or {}
            yield {
                **known,
                "level": level,
                "channel": used.get("channel"),
                **_prefixed("found", used["found"]),
                **_prefixed("age", age),
                **_prefixed("fresh", age.get("fresh") or {}),
            }


def _outcomes(told: Mapping[str, Any]) -> Iterator[Row]:
    share = {"unit": "share"}
    for outcome in ("succeeded", "repeated", "lookups_found", "complaints_given_up"):
        if told[outcome]:
            yield {"outcome": outcome, **share, **told[outcome]}
    if resolution := told["resolution"]:
        for outcome in ("said", "seen"):
            yield {"outcome": f"resolved_at_once_{outcome}", **share, **resolution[outcome]}
        for intent, estimate in resolution["seen_by_intent"].items():
            yield {"outcome": "resolved_at_once_seen", "about": intent, **share, **estimate}
    for outcome in ("installs", "first_month", "promises_kept"):
        for about, estimate in (told[outcome] or {}).items():
            yield {"outcome": outcome, "about": about, **share, **estimate}
    for milestone, found in told["times"].items():
        for group, time in ((None, found["all"]), *found["groups"].items()):
            yield from _time(milestone, group, time)


def _time(milestone: str, group: str | None, time: Mapping[str, Any]) -> Iterator[Row]:
    """The median in days, and the share that has got there by each of the days."""
    place = {"about": milestone, "group": group, "shown": time["shown"]}
    if not time["shown"]:
        yield {"outcome": "median_days", "unit": "days", **place}
        return
    known = {**place, "n": time["n"], "method": time["method"]}
    bounds = {"value": time["median_days"], "low": time["median_low"], "high": time["median_high"]}
    yield {"outcome": "median_days", "unit": "days", **known, **bounds}
    for day, point in time["by_day"].items():
        if point:
            there = {"value": point.value, "low": point.low, "high": point.high}
            yield {"outcome": f"there_by_day_{day}", "unit": "share", **known, **there}


_JOURNEY_ROWS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Row]]] = {
    "cases": _cases,
    "edges": _edges,
    "variants": _variants,
    "conformance": _conformance,
    "handoffs": _handoffs,
    "dropoff": _dropoff,
    "sources": _sources,
    "outcomes": _outcomes,
}


def _slice(values: Mapping[str, Any], columns: Sequence[str]) -> Row:
    texts = (value and str(value) for value in values.values())
    return dict(zip(slice_columns(values, columns), texts, strict=True))


def _picked(item: Mapping[str, Any], names: Sequence[str]) -> Row:
    return {name: item.get(name) for name in names}


def _found(told: Mapping[str, Any], score: Mapping[str, Any]) -> tuple[Row, list[Row]]:
    """The companions of a score: the outcome, and the counter-measures."""
    companions, places = told["companions"], score["companions"]
    return companions[places["outcome"]], [companions[place] for place in places["counter_measures"]]


def _of_one_scale(first: Sequence[Row], second: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Counter-measures of both sides. Beside one that the other was not asked on stands why it has none, or nothing."""
    one, other = ({row["definition"]: row for row in rows} for rows in (first, second))
    asked_on = [definition for definition in dict.fromkeys([*one, *other]) if definition] or [None]
    return [
        (one.get(scale) or one.get(None) or {}, other.get(scale) or other.get(None) or {})
        for scale in asked_on
    ]


def _beside(outcome: Row, counter_measure: Row) -> Row:
    return {**_prefixed("outcome", outcome), **_prefixed("counter_measure", counter_measure)}


def _prefixed(prefix: str, item: Mapping[str, Any]) -> Row:
    return {f"{prefix}_{name}": value for name, value in item.items()}
