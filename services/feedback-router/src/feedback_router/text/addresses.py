"""Street addresses in a comment, with what follows them of a town."""

import re
from collections.abc import Iterator

from feedback_router.domain.plain import Plain
from feedback_router.text.names import NAME, NAME_WORD

_UK_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}"
_STREET_WORDS = """
    calle c/ av av. avd avd. avda avda. avenida carrera cra cra. paseo plaza camino ronda rua r. travessa alameda praça
    estrada rodovia largo
"""
_STREETS = tuple(_STREET_WORDS.split())
_ROADS = (
    *("Street", "St", "Road", "Rd", "Avenue", "Ave", "Lane", "Ln", "Drive", "Dr", "Court", "Ct", "Way"),
    *(
        "Boulevard",
        "Blvd",
        "Square",
        "Sq",
        "Place",
        "Pl",
        "Close",
        "Crescent",
        "Terrace",
        "Gardens",
        "Grove",
        "Hill",
    ),
)
_STREET_ADDRESS = re.compile(
    rf"\b(?i:{'|'.join(map(re.escape, _STREETS))})\s+"
    r"(?:[^\W\d_][\w.'’-]*\s+){0,5}?(?:[^\W\d_][\w.'’-]*)?,?\s*(?:n[º°.]\s*)?#?\d{1,5}[A-Za-z]?\b"
    rf"(?:,?\s*(?:\d{{1,3}}º\s?\w?|piso \w+|apto\.? \w+|apt\.? \w+|colonia {NAME}"
    rf"|\d{{4,5}}(?:-\d{{3}})?\s+{NAME}|{NAME}|[A-Z]{{2,4}}\b))*"
)
_ROAD_ADDRESS = re.compile(
    rf"\b\d{{1,5}}[A-Za-z]?\s+(?:{NAME_WORD}\s+){{1,4}}(?:{'|'.join(_ROADS)})\b\.?"
    rf"(?:,\s*(?:{_UK_POSTCODE}|[A-Z]{{2}}\s+\d{{5}}|{NAME}(?:\s+(?:{_UK_POSTCODE}|\d{{5}}))?))*"
)
_STREETS_IN_ASCII = frozenset(street.strip("/.") for street in _STREETS)
_ROADS_IN_ASCII = frozenset(map(str.lower, _ROADS))


def may_be_in(seen: Plain) -> bool:
    """Whether a text in plain ASCII names a street or a road."""
    return not (_STREETS_IN_ASCII.isdisjoint(seen.words) and _ROADS_IN_ASCII.isdisjoint(seen.words))


def find(text: str, seen: Plain | None = None) -> Iterator[tuple[int, int]]:
    """Where addresses stand in a text; two may overlap. `seen` is what is known of a text in plain ASCII."""
    if _may_name_a_street(text, seen):
        yield from (found.span() for found in _STREET_ADDRESS.finditer(text))
    if _may_name_a_road(text, seen):
        yield from (found.span() for found in _ROAD_ADDRESS.finditer(text))


def _may_name_a_street(text: str, seen: Plain | None) -> bool:
    if seen:
        return not _STREETS_IN_ASCII.isdisjoint(seen.words)
    return any(chunk.endswith(_STREETS) for chunk in text.lower().split())


def _may_name_a_road(text: str, seen: Plain | None) -> bool:
    if seen:
        return not _ROADS_IN_ASCII.isdisjoint(seen.words)
    return any(map(text.__contains__, _ROADS))
