"""What stands beside a score on a page: what came of the journey, and the counter-measure."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.domain import scales
from scoring.domain.companions import OUTCOME, Companion, Missing, Pair
from scoring.domain.plan_measures import MEASURES
from scoring.pages.figures import Figure, figure
from scoring.pages.rendering import Reader


@dataclass(frozen=True)
class Beside:
    """One companion: its figure (None where it is hidden), or in words why nobody could measure it."""

    label: str
    figure: Figure | None
    counted: str
    missing: str | None


def beside(pair: Pair, who: Reader) -> tuple[Beside, ...]:
    """The two of a score; one where the outcome is the counter-measure too."""
    if pair.counter_measure is pair.outcome:
        return (_beside(pair.outcome, who.text["beside_both"], who),)
    return (
        _beside(pair.outcome, who.text["beside_outcome"], who),
        _beside(pair.counter_measure, _counter_named(pair.counter_measure, who), who),
    )


def told_once(each: Sequence[tuple[Beside, ...]]) -> tuple[Beside, ...]:
    """What stands beside all of several scores alike."""
    first, *others = each or [()]
    return tuple(one for one in first if all(one in other for other in others)) if others else ()


def without(told: tuple[Beside, ...], beside_all: tuple[Beside, ...]) -> tuple[Beside, ...]:
    """What has not been told yet."""
    return tuple(one for one in told if one not in beside_all)


def _beside(companion: Companion, label: str, who: Reader) -> Beside:
    if isinstance(companion.found, Missing):
        return Beside(label, None, "", who.text[f"missing_{companion.found.name.lower()}"])
    measure = companion.measure or OUTCOME
    shown = figure(companion.found, who.language, scales.SCALES.get(measure))
    return Beside(label, shown, who.text[f"counted_{MEASURES[measure].counted}"], None)


def _counter_named(companion: Companion, who: Reader) -> str:
    """Scores with the definition that they were asked with, as everywhere."""
    if companion.measure is None:
        return who.text["beside_counter_measure"]
    definition = f" ({companion.definition})" if companion.definition else ""
    return f"{who.text['beside_counter_measure']}, {who.text[f'short_{companion.measure}']}{definition}"
