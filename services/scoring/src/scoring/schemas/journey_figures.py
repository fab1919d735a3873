"""Figures of journeys on the wire: each with its n and its interval, or the reason why there is none."""

from dataclasses import replace
from datetime import date
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from scoring.domain.alarms import Alarm
from scoring.domain.estimates import SMALLEST_SHOWN, Hidden, Measured
from scoring.domain.journey_selections import CaseSelection
from scoring.domain.journey_views import Deviations, Graph, Handoff, StageLeft, Ways
from scoring.domain.levels import Consistency
from scoring.domain.outcomes import TimeTo
from scoring.domain.survival import Point
from scoring.schemas.estimates import EstimateSchema, as_estimate
from scoring.schemas.scores import StatisticSchema, as_statistic
from scoring.store.journey_figures import State
from scoring.use_cases.measure_journey import Handoffs, Levels, Outcomes
from shared.accepted import text
from shared.i18n import LANGUAGES, Texts, localised

WHY_HIDDEN = f"fewer than {SMALLEST_SHOWN} cases, here or in another group that this one would give away"
_TEXTS = Texts.of("scoring")
# What alarms look at when no days are named.
_USUAL_DAYS = 30


class CaseArguments(Schema):
    """Which cases: those that began in these days, by the segment and channel of their first touchpoint."""

    class Meta:
        unknown = RAISE

    first_day = fields.Date(data_key="from", metadata={"description": "The first day, in UTC"})
    last_day = fields.Date(data_key="to", metadata={"description": "The last day, in UTC; it counts too"})
    segment = fields.String(validate=text(200))
    channel = fields.String(validate=text(200))

    @validates_schema
    def _makes_sense(self, data: dict[str, Any], **_: Any) -> None:
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            raise ValidationError("This is before the first day.", "to")


class VariantArguments(CaseArguments):
    """And how many paths to list."""

    limit = fields.Integer(load_default=20, validate=validate.Range(1, 500))


class OutcomeArguments(CaseArguments):
    """And what to compare."""

    by = fields.String(load_default=None, validate=validate.OneOf(["segment", "channel"]))


class _ShownSchema(Schema):
    """Whether there is enough to show."""

    shown = fields.Boolean()
    reason = fields.String(metadata={"description": "Why it is hidden; then there is nothing else"})


class StateSchema(Schema):
    """Cases that succeeded, left (by which exit), were abandoned, or are open."""

    state = fields.String()
    exit = fields.String(allow_none=True)
    cases = fields.Integer()
    touchpoints = fields.Integer()


class CasesSchema(_ShownSchema):
    """Where cases are."""

    states = fields.List(fields.Nested(StateSchema))


class SwitchSchema(Schema):
    """How often, and in how many cases, a customer changed from one channel to another."""

    source = fields.String()
    target = fields.String()
    n = fields.Integer()
    cases = fields.Integer()


class EdgeSchema(Schema):
    """How often `target` came directly after `source`. Without source a beginning, without target the end so far."""

    source = fields.String(allow_none=True)
    target = fields.String(allow_none=True)
    n = fields.Integer()
    cases = fields.Integer()
    median_seconds = fields.Integer(allow_none=True)


class GraphSchema(_ShownSchema):
    """The directly-follows graph; the edges between two steps sum to touchpoints minus cases."""

    cases = fields.Integer()
    touchpoints = fields.Integer()
    edges = fields.List(fields.Nested(EdgeSchema))
    hidden = fields.Integer(
        metadata={"description": "Edges that too few took, or that would give those away"}
    )


class VariantSchema(Schema):
    """A path and how many cases took it."""

    path = fields.List(fields.String())
    cases = fields.Integer()


def _estimates() -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Nested(EstimateSchema))


class VariantsSchema(_ShownSchema):
    """The paths that cases took, what was done more than once, and where customers changed the channel."""

    cases = fields.Integer()
    different = fields.Integer(metadata={"description": "How many different paths there are"})
    variants = fields.List(fields.Nested(VariantSchema))
    reworked = fields.Nested(EstimateSchema)
    repeated = _estimates()
    switched = fields.Nested(EstimateSchema)
    channel_switches = fields.List(fields.Nested(SwitchSchema))


class ConformanceSchema(_ShownSchema):
    """How far cases that are over went the designed way: fitness 1 − cost / worst cost, and shares of cases."""

    cases = fields.Integer()
    fitness = fields.Float()
    mean_fitness = fields.Float()
    perfect = fields.Nested(EstimateSchema)
    skipped = _estimates()
    repeated = _estimates()
    out_of_order = _estimates()
    not_on_the_map = _estimates()


class HandoffSchema(Schema):
    """From one owner to the next. `lost` is the share that the next owner never took up."""

    source = fields.String()
    target = fields.String()
    n = fields.Integer()
    cases = fields.Integer()
    median_seconds = fields.Integer(allow_none=True)
    lost = fields.Nested(EstimateSchema)
    scores_after = fields.List(fields.Nested(StatisticSchema))


class HandoffsSchema(Schema):
    """Hand-offs that enough cases went through."""

    items = fields.List(fields.Nested(HandoffSchema))


class PointSchema(Schema):
    """A share with its interval, which has no bounds at 0 and at 1."""

    value = fields.Float()
    low = fields.Float(allow_none=True)
    high = fields.Float(allow_none=True)


class StageLeftSchema(_ShownSchema):
    """What became of those who came to a stage; who is still there is censored."""

    stage = fields.String()
    came = fields.Integer()
    went_on = fields.Integer()
    dropped = fields.Integer()
    still_there = fields.Integer()
    goes_on = fields.Nested(PointSchema, metadata={"description": "Within the journey's window"})
    median_seconds = fields.Float(allow_none=True)
    method = fields.String()


class DropoffSchema(Schema):
    """The stages in their order."""

    stages = fields.List(fields.Nested(StageLeftSchema))


class TimeToSchema(_ShownSchema):
    """How long it takes, in days. The median is the first time at which at most a half is still waiting."""

    n = fields.Integer()
    reached = fields.Integer()
    left = fields.Integer(metadata={"description": "Who left for good: a competing exit, not a censoring"})
    waiting = fields.Integer(metadata={"description": "Censored: not there yet"})
    median_days = fields.Float(allow_none=True)
    median_low = fields.Float(allow_none=True)
    median_high = fields.Float(allow_none=True)
    by_day = fields.Dict(keys=fields.String(), values=fields.Nested(PointSchema, allow_none=True))
    method = fields.String()


class ComparedSchema(Schema):
    """A group against all others by log-rank; z above 0 means sooner; `adjusted_p` is corrected by Holm."""

    group = fields.String()
    n = fields.Integer()
    z = fields.Float()
    p = fields.Float()
    adjusted_p = fields.Float()


class MilestoneSchema(Schema):
    """The time to a milestone, over all cases and by group."""

    all = fields.Nested(TimeToSchema)
    groups = fields.Dict(keys=fields.String(), values=fields.Nested(TimeToSchema))
    compared = fields.List(fields.Nested(ComparedSchema))


class ResolutionSchema(Schema):
    """First-contact resolution as customers say and as contacts show; contacts younger than the window don't count."""

    said = fields.Nested(EstimateSchema)
    seen = fields.Nested(EstimateSchema)
    seen_by_intent = _estimates()
    window_days = fields.Integer()
    too_young = fields.Integer(
        allow_none=True, metadata={"description": "Null where what contacts show is hidden"}
    )


def _optional_estimates() -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Nested(EstimateSchema), allow_none=True)


class OutcomesSchema(Schema):
    """What came of the journey. Null is what the design or the facts do not tell."""

    statement = fields.Dict(keys=fields.String(), values=fields.String())
    succeeded = fields.Nested(EstimateSchema, metadata={"description": "Of the cases that are over"})
    times = fields.Dict(keys=fields.String(), values=fields.Nested(MilestoneSchema))
    resolution = fields.Nested(ResolutionSchema, allow_none=True)
    repeated = fields.Nested(EstimateSchema, metadata={"description": "Had to explain everything again"})
    lookups_found = fields.Nested(EstimateSchema, allow_none=True)
    installs = _optional_estimates()
    first_month = _optional_estimates()
    promises_kept = _estimates()
    complaints_given_up = fields.Nested(EstimateSchema, allow_none=True)


class TouchpointScoreSchema(Schema):
    """Satisfied answers about one touchpoint."""

    definition = fields.String()
    survey = fields.String()
    stage = fields.String()
    score = fields.Nested(EstimateSchema)


class ConsistencySchema(Schema):
    """The worst and the best touchpoint; p is the chance of such a spread if all were alike."""

    worst = fields.Nested(TouchpointScoreSchema)
    best = fields.Nested(TouchpointScoreSchema)
    spread = fields.Nested(PointSchema, allow_none=True)
    p = fields.Float()


class AlarmSchema(Schema):
    """What rings, in numbers and in words."""

    kind = fields.String()
    about = fields.String()
    numbers = fields.Dict(keys=fields.String(), values=fields.Float(allow_none=True))
    sentence = fields.Dict(keys=fields.String(), values=fields.String())


class LevelsSchema(Schema):
    """Service, experience, excellence; and the alarms, each only when the intervals say so."""

    from_day = fields.Date(data_key="from")
    to_day = fields.Date(data_key="to")
    compared_from = fields.Date(metadata={"description": "The first of as many days before"})
    service = _estimates()
    touchpoints = fields.List(fields.Nested(TouchpointScoreSchema))
    experience = _estimates()
    excellence = fields.Dict(keys=fields.String(), values=fields.Nested(ConsistencySchema, allow_none=True))
    alarms = fields.List(fields.Nested(AlarmSchema))
    not_watched = fields.Dict(keys=fields.String(), values=fields.String())


def periods(selection: CaseSelection, today: date) -> tuple[CaseSelection, CaseSelection]:
    """The selected days, the last 30 if none are named, and as many days before them."""
    last = selection.last_day or today
    first = selection.first_day or _earlier(last, _USUAL_DAYS - 1)
    before = replace(
        selection, first_day=_earlier(first, max(1, (last - first).days + 1)), last_day=_earlier(first, 1)
    )
    return before, replace(selection, first_day=first, last_day=last)


def _earlier(day: date, days: int) -> date:
    """So many days before, but not before the first of all days."""
    return date.fromordinal(max(1, day.toordinal() - days))


def as_cases(found: list[State] | None) -> dict[str, Any]:
    """What CasesSchema shows."""
    return {"shown": True, "states": found} if found is not None else _hidden()


def as_graph(found: Graph | Hidden) -> dict[str, Any]:
    """What GraphSchema shows."""
    if isinstance(found, Hidden):
        return _hidden()
    edges = [
        {
            "source": item.edge.source,
            "target": item.edge.target,
            "n": item.edge.n,
            "cases": item.edge.cases,
            "median_seconds": item.median_s,
        }
        for item in found.edges
    ]
    return {
        "shown": True,
        "cases": found.cases,
        "touchpoints": found.touchpoints,
        "edges": edges,
        "hidden": found.hidden,
    }


def as_variants(found: Ways | Hidden) -> dict[str, Any]:
    """What VariantsSchema shows."""
    if isinstance(found, Hidden):
        return _hidden()
    return {
        "shown": True,
        "cases": found.cases,
        "different": found.different,
        "variants": found.variants,
        "reworked": _estimate(found.reworked),
        "repeated": _named(found.repeated),
        "switched": _estimate(found.switched),
        "channel_switches": found.channel_switches,
    }


def as_conformance(found: Deviations | Hidden) -> dict[str, Any]:
    """What ConformanceSchema shows."""
    if isinstance(found, Hidden):
        return _hidden()
    return {
        "shown": True,
        "cases": found.conformance.cases,
        "fitness": float(found.conformance.fitness),
        "mean_fitness": float(found.conformance.mean_fitness),
        "perfect": _estimate(found.perfect),
        **{name: _named(shares) for name, shares in found.shares.items()},
    }


def as_handoffs(found: Handoffs) -> dict[str, Any]:
    """What HandoffsSchema shows."""
    return {"items": [_handoff(item, found) for item in found.handoffs]}


def as_dropoff(found: dict[str, StageLeft | Hidden]) -> dict[str, Any]:
    """What DropoffSchema shows."""
    return {"stages": [{"stage": stage, **_stage(item)} for stage, item in found.items()]}


def as_outcomes(found: Outcomes, statement: Any) -> dict[str, Any]:
    """What OutcomesSchema shows."""
    resolution = found.resolution
    return {
        "statement": statement,
        "succeeded": _estimate(found.succeeded),
        "times": {
            name: {
                "all": as_time(time),
                "groups": {group: as_time(one) for group, one in found.groups.get(name, {}).items()},
                "compared": found.compared.get(name, []),
            }
            for name, time in found.times.items()
        },
        "resolution": resolution
        and {
            "said": _estimate(resolution.said),
            "seen": _estimate(resolution.seen),
            "seen_by_intent": _named(resolution.seen_by_intent),
            "window_days": resolution.window_days,
            "too_young": resolution.too_young,
        },
        "repeated": _estimate(found.repeated),
        "lookups_found": found.lookups_found and _estimate(found.lookups_found),
        "installs": found.installs and _named(found.installs),
        "first_month": found.first_month and _named(found.first_month),
        "promises_kept": _named(found.promises),
        "complaints_given_up": found.complaints_given_up and _estimate(found.complaints_given_up),
    }


def as_levels(found: Levels, before: CaseSelection, selection: CaseSelection) -> dict[str, Any]:
    """What LevelsSchema shows."""
    return {
        "from_day": selection.first_day,
        "to_day": selection.last_day,
        "compared_from": before.first_day,
        "service": _named(found.service),
        "touchpoints": [_touchpoint(item) for item in found.touchpoints],
        "experience": _named(found.experience),
        "excellence": {name: item and _consistency(item) for name, item in found.consistency.items()},
        "alarms": [_alarm(item) for item in found.alarms],
        "not_watched": found.not_watched,
    }


def sentence(alarm: Alarm, language: str) -> str:
    """What an alarm says, in this language."""
    values = {name: _in_words(name, number, language) for name, number in alarm.numbers.items()}
    known = f"about_{alarm.about}"
    about = _TEXTS.say(language, known) if known in _TEXTS.by_language["en"] else alarm.about
    return _TEXTS.say(language, f"alarm_{alarm.kind}", about=about, **values)


def _in_words(name: str, number: float | None, language: str) -> str:
    if number is None:
        return "–"
    if name.startswith("median"):
        written = f"{number:,.1f}"
    elif name.endswith("_n") or name.startswith("sent"):
        written = f"{number:,.0f}"
    elif name == "p":
        written = f"{number:.3f}" if number >= 0.001 else "0.001"
    else:
        written = f"{100 * number:.1f}\u00a0%"
    return localised(written, language)


def _alarm(alarm: Alarm) -> dict[str, Any]:
    return {
        "kind": alarm.kind,
        "about": alarm.about,
        "numbers": alarm.numbers,
        "sentence": {language: sentence(alarm, language) for language in LANGUAGES},
    }


def _handoff(item: Handoff, found: Handoffs) -> dict[str, Any]:
    return {
        "source": item.source,
        "target": item.target,
        "n": item.n,
        "cases": item.cases,
        "median_seconds": item.median_s,
        "lost": _estimate(item.lost),
        "scores_after": [as_statistic(one) for one in found.scores.get((item.source, item.target), [])],
    }


def _stage(item: StageLeft | Hidden) -> dict[str, Any]:
    if isinstance(item, Hidden):
        return _hidden()
    return {
        "shown": True,
        "came": item.came,
        "went_on": item.went_on,
        "dropped": item.dropped,
        "still_there": item.still_there,
        "goes_on": item.goes_on,
        "median_seconds": item.median_s,
        "method": item.method,
    }


def as_time(found: TimeTo | Hidden) -> dict[str, Any]:
    """What TimeToSchema shows."""
    if isinstance(found, Hidden):
        return _hidden()
    return {
        "shown": True,
        "n": found.n,
        "reached": found.reached,
        "left": found.left,
        "waiting": found.waiting,
        "median_days": found.median,
        "median_low": found.median_low,
        "median_high": found.median_high,
        "by_day": {str(days): point for days, point in found.by_day.items()},
        "method": found.method,
    }


def _touchpoint(item: Any) -> dict[str, Any]:
    return {
        "definition": item.definition,
        "survey": item.survey,
        "stage": item.stage,
        "score": as_estimate(item.estimate),
    }


def _consistency(found: Consistency) -> dict[str, Any]:
    spread = found.spread
    return {
        "worst": _touchpoint(found.worst),
        "best": _touchpoint(found.best),
        "spread": Point(spread.value, spread.low, spread.high) if spread.shown else None,
        "p": found.p,
    }


def _named(estimates: Any) -> dict[str, Any]:
    return {name: _estimate(estimate) for name, estimate in estimates.items()}


def _estimate(estimate: Measured) -> dict[str, Any]:
    return as_estimate(estimate) if estimate.shown else _hidden()


def _hidden() -> dict[str, Any]:
    return {"shown": False, "reason": WHY_HIDDEN}
