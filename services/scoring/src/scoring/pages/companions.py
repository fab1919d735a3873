"""What stands beside a score on a page: what came of the journey, and the counter-measure."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.domain.companions import Pair
from scoring.pages.figures import Figure, figure
from scoring.pages.rendering import Reader
from scoring.schemas.companion_words import named


@dataclass(frozen=True)
class Beside:
    """One companion: its figure (None where it is hidden), or in words why nobody could measure it."""

    label: str
    figure: Figure | None
    counted: str
    missing: str | None


def beside(pair: Pair, who: Reader) -> tuple[Beside, ...]:
    """Those of a score; one where the outcome is the counter-measure too."""
    return tuple(
        Beside(
            one.label,
            figure(one.found, who.language, one.scale) if one.found else None,
            one.counted,
            one.missing,
        )
        for one in named(pair, who.text)
    )


def told_once(each: Sequence[tuple[Beside, ...]]) -> tuple[Beside, ...]:
    """What stands beside all of several scores alike."""
    first, *others = each or [()]
    return tuple(one for one in first if all(one in other for other in others)) if others else ()


def without(told: tuple[Beside, ...], beside_all: tuple[Beside, ...]) -> tuple[Beside, ...]:
    """What has not been told yet."""
    return tuple(one for one in told if one not in beside_all)
