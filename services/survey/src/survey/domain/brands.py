"""Brands: how a company looks to its customers, and how they reach somebody there."""

from base64 import b64decode
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from survey.domain.colours import contrast, nearest

Scheme = Literal["light", "dark"]

# What the pages and letters stand on, and what can be written on an accent. The pages' own style has the same values.
PAPERS: dict[Scheme, str] = {"light": "#ffffff", "dark": "#14181f"}
INKS = ("#ffffff", "#0c1724")
# WCAG 2.2, 1.4.3: links are text in the accent's colour, buttons text upon it. 1.4.11 asks less (3) of focus rings and
# the edges of controls, which are of the same colour.
LEAST = 4.5


@dataclass(frozen=True)
class Brand:
    """All that is None is not shown, or as it is without a brand. Logos are data: URIs; colours are #rrggbb.

    `letter_logo` is a PNG, since many mail programs show no SVG. `person_phone` and `person_url` are how to talk to a
    person.
    """

    name: str | None = None
    logo: str | None = None
    letter_logo: str | None = None
    accent: str | None = None
    accent_dark: str | None = None
    person_phone: str | None = None
    person_url: str | None = None

    @cached_property
    def letter_picture(self) -> bytes | None:
        """The PNG that goes with each letter."""
        return b64decode(self.letter_logo.partition(",")[2]) if self.letter_logo else None


NO_BRAND = Brand()
_ACCENTS: dict[Scheme, str] = {"light": "#1257a8", "dark": "#8fc1ff"}


def ink_on(accent: str) -> str:
    """What is written upon an accent: the lighter or the darker ink, whichever can be read better."""
    return max(INKS, key=lambda ink: contrast(ink, accent))


def accents(brand: Brand) -> dict[Scheme, tuple[str, str]]:
    """The colour of a letter's links and buttons, and what is written upon it; ours where the brand has none."""
    own: dict[Scheme, str | None] = {"light": brand.accent, "dark": brand.accent_dark}
    chosen = {scheme: own[scheme] or ours for scheme, ours in _ACCENTS.items()}
    return {scheme: (accent, ink_on(accent)) for scheme, accent in chosen.items()}


def faults(brand: Brand) -> dict[str, str]:
    """By field; empty when everybody can read what is written in the brand's colours."""
    accents: dict[str, tuple[Scheme, str | None]] = {
        "accent": ("light", brand.accent),
        "accent_dark": ("dark", brand.accent_dark),
    }
    return {
        field: fault
        for field, (scheme, accent) in accents.items()
        if accent and (fault := _fault(accent, scheme))
    }


def contrasts(accent: str, scheme: Scheme) -> dict[str, float]:
    """The ratios that count: of links and focus rings on the page, and of a button's text on the button."""
    return {"page": contrast(accent, PAPERS[scheme]), "button": contrast(accent, ink_on(accent))}


def _fault(accent: str, scheme: Scheme) -> str | None:
    if _passes(accent, scheme):
        return None
    paper, button = contrasts(accent, scheme).values()
    instead = nearest(accent, lambda tried: _passes(tried, scheme))
    return (
        f"Too hard to read in {scheme} mode: {_down(paper)}:1 against the page, {_down(button)}:1 under a button's "
        f"text; at least {LEAST}:1 is needed. The nearest colour that passes is {instead}."
    )


def _passes(accent: str, scheme: Scheme) -> bool:
    return min(contrasts(accent, scheme).values()) >= LEAST


def _down(ratio: float) -> str:
    """Rounded down, so that what fails never looks as if it passed."""
    return f"{int(ratio * 100) / 100:.2f}"
