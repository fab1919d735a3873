"""How a scorecard came about, in words that the person who is paid can check, in every language."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from scoring.domain import cents
from scoring.domain.estimates import Measured
from scoring.domain.payouts import CurvePosition, PaysOn, Unpaid
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import GuardrailState, Plan, exact_end
from scoring.domain.quotas import QuotaCheck
from scoring.domain.rounding import fixed, per_unit, rounded
from scoring.domain.scorecards import GuardrailCheck, Scorecard, ScorecardLine
from scoring.domain.units import Unit
from shared.i18n import Texts, localised

_TEXTS = Texts.of("scoring")
_POSITIONS = {
    CurvePosition.BELOW_THRESHOLD: "line_below_threshold",
    CurvePosition.THRESHOLD_REACHED: "line_threshold_reached",
    CurvePosition.TARGET_REACHED: "line_target_reached",
    CurvePosition.MAXIMUM_REACHED: "line_maximum_reached",
}
_DETAILS = ("question", "option", "milestone", "days")

Text = Mapping[str, str]


def of_line(plan: Plan, line: ScorecardLine) -> dict[str, str]:
    """What was measured, what that reaches, and what it earns, before caps."""
    return {language: _Words(language).line(plan, line) for language in _TEXTS.by_language}


def of_total(plan: Plan, card: Scorecard) -> dict[str, str]:
    """How the lines add up to what is paid, and what caps take."""
    return {language: _Words(language).total(plan, card) for language in _TEXTS.by_language}


def of_guardrail(plan: Plan, check: GuardrailCheck) -> dict[str, str]:
    """Whether it holds, and what follows by the plan's rules."""
    return {language: _Words(language).guardrail(plan, check) for language in _TEXTS.by_language}


def measure_named(reference: MeasureReference, text: Text) -> str:
    """ "NPS of relationship surveys, journey join"."""
    details = [
        text[f"measure_{name}"].format(value=text.get(f"milestone_{value}", value))
        for name in _DETAILS
        if (value := getattr(reference, name)) is not None
    ]
    kind = text[f"short_{reference.kind}"] + (f" ({', '.join(details)})" if details else "")
    return f"{kind}: {slice_named(reference, text)}"


def slice_named(reference: MeasureReference, text: Text) -> str:
    """ "relationship surveys, journey join"."""
    chosen = reference.slice
    parts = [text["relationship_surveys"]] if reference.survey_kind == "relationship" else []
    parts += [
        f"{text[f'dimension_{name}']} {value}"
        for name in chosen.__slots__
        if name != "attributes" and (value := getattr(chosen, name)) is not None
    ]
    parts += [f"{name} {value}" for name, value in chosen.attributes or ()]
    return ", ".join(parts) or text["everything"]


class _Words:
    """Sentences in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.text: Text = _TEXTS.by_language[language]

    def line(self, plan: Plan, line: ScorecardLine) -> str:
        reference, finding = line.measure, line.finding
        marks = line.planned.curve.values
        measured = self._measured(reference, finding.estimate, marks, line.planned.marks_of_bounds)
        said = [f"{measure_named(reference, self.text)}.", measured]
        if finding.excluded:
            said.append(
                self._say(
                    "line_excluded",
                    n=finding.excluded,
                    value=self._value(finding.with_excluded, marks),
                )
            )
        if line.planned.pays_on is not PaysOn.VALUE:
            said.append(self.text[f"line_pays_on_{line.planned.pays_on}"])
        said.append(self._reached(plan, line))
        points = self._number(f"{fixed(line.payout.points)}")
        said.append(self._say("line_points", points=points, weight=self._trimmed(line.planned.weight)))
        return " ".join(said)

    def total(self, plan: Plan, card: Scorecard) -> str:
        said = [
            self._say(
                "total_sum",
                person=card.person.name,
                first=plan.period.first_day,
                last=plan.period.last_day,
                terms=" + ".join(self._money(line.amount) for line in card.lines),
                amount=self._money(card.amount),
                points=self._number(f"{fixed(card.points)}"),
                bonus=self._money(card.person.target_bonus),
            )
        ]
        if card.quota:
            said.append(self._immersions(card.quota))
        if card.earned > card.limit:
            said.append(
                self._say(
                    "total_limited",
                    earned=self._number(f"{fixed(card.earned)}"),
                    limit=self._number(f"{fixed(card.limit)}"),
                )
            )
        said.append(self.text["total_rounding"])
        return " ".join(said)

    def guardrail(self, plan: Plan, check: GuardrailCheck) -> str:
        rail = check.guardrail
        unit = rail.measure.measure.unit
        return " ".join(
            (
                f"{measure_named(rail.measure, self.text)}.",
                self._measured(rail.measure, check.finding.estimate, (rail.limit,)),
                self._say(
                    _guardrail_key(plan, check),
                    limit=self._mark(rail.limit, unit),
                    percent=self._trimmed(rail.pays_at_most),
                ),
            )
        )

    def _immersions(self, check: QuotaCheck) -> str:
        return self._say(
            "immersions_met" if check.met else "immersions_missed",
            counted=check.counted,
            needed=check.quota.n,
            percent=self._trimmed(check.quota.pays_at_most),
        )

    def _measured(
        self,
        reference: MeasureReference,
        estimate: Measured,
        marks: Sequence[Decimal],
        marks_of_bounds: Sequence[Decimal] = (),
    ) -> str:
        measure = reference.measure
        counted = self.text[f"counted_{measure.counted}"]
        if not estimate.shown:
            return self._say("line_hidden", n=measure.smallest_shown, counted=counted)
        low, high = (
            self._in_unit(rounded(exact_end(estimate, sign), estimate.unit, marks_of_bounds), estimate.unit)
            for sign in (1, -1)
        )
        return self._say(
            "line_measured_low_base" if estimate.low_base else "line_measured",
            value=self._value(estimate, marks),
            n=self._number(f"{estimate.n:,}"),
            counted=counted,
            low=low,
            high=high,
        )

    def _reached(self, plan: Plan, line: ScorecardLine) -> str:
        measure, payout = line.measure.measure, line.payout
        threshold, target, maximum = (self._mark(mark, measure.unit) for mark in line.planned.curve.values)
        match payout.unpaid:
            case Unpaid.TOO_FEW:
                counted = self.text[f"counted_{measure.counted}"]
                return self._say("line_too_few", n=plan.minimum_n, counted=counted)
            case Unpaid.TOO_FEW_ANSWERED:
                least = self._mark(plan.minimum_response_rate or Decimal(0), Unit.SHARE)
                rate = line.finding.response_rate
                if rate is None or not rate.shown:
                    return self._say("line_response_rate_unknown", least=least)
                marks = (plan.minimum_response_rate or Decimal(0),)
                return self._say("line_response_rate", least=least, rate=self._value(rate, marks))
            case Unpaid.NOT_CLEAR:
                return self._say("line_not_clear", target=target)
        assert payout.position is not None  # noqa: S101  it was held against the curve
        return self._say(
            _POSITIONS[payout.position],
            threshold=threshold,
            target=target,
            maximum=maximum,
            percent=self._trimmed(fixed(payout.percent)),
        )

    def _say(self, key: str, **values: object) -> str:
        return self.text[key].format(**values)

    def _value(self, estimate: Measured, marks: Sequence[Decimal]) -> str:
        if not estimate.shown:
            return self.text["value_hidden"]
        return self._in_unit(rounded(estimate.exact, estimate.unit, marks), estimate.unit)

    def _mark(self, value: Decimal, unit: Unit) -> str:
        return self._in_unit((value * per_unit(unit)).normalize(), unit)

    def _in_unit(self, number: Decimal, unit: Unit) -> str:
        figure = self._number(f"{number:,f}")
        match unit:
            case Unit.SHARE:
                return f"{figure}\u00a0%"
            case Unit.DAYS:
                return self._say("unit_days", value=figure)
            case _:
                return figure

    def _money(self, amount: int) -> str:
        return self._number(cents.in_words(amount))

    def _trimmed(self, value: Decimal) -> str:
        """Without zeros at the end: 70, not 70.00."""
        return self._number(f"{value.normalize():f}")

    def _number(self, text: str) -> str:
        return localised(text, self.language)


def _guardrail_key(plan: Plan, check: GuardrailCheck) -> str:
    if check.state is GuardrailState.NOT_MEASURABLE and plan.rules > 1:
        return "guardrail_not_measurable"
    return "guardrail_holds" if check.holds else "guardrail_broken"
