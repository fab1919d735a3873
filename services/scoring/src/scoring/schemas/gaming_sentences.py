"""What a check for gaming found, in words: what was counted, what would be expected, and whether chance explains it."""

from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.gaming.results import Outcome, Result
from scoring.domain.slices import Slice
from scoring.domain.units import Unit
from scoring.schemas.figures import number, p_value
from scoring.schemas.sentences import Text
from shared.i18n import Texts

_TEXTS = Texts.of("scoring")
_CLOSING = {Outcome.FOUND: "gaming_found", Outcome.NOTHING: "gaming_chance"}


def gaming_in_words(result: Result, tests: int) -> dict[str, str]:
    """In every language; `tests` are all that p was corrected for."""
    return {
        language: _sentence(result, tests, text, language) for language, text in _TEXTS.by_language.items()
    }


def _sentence(result: Result, tests: int, text: Text, language: str) -> str:
    unit, title = unit_named(result.unit, text), text[f"gaming_title_{result.check}"]
    if result.outcome is Outcome.TOO_LITTLE:
        key = "gaming_too_few" if result.is_hidden else "gaming_too_little"
        said = text[key].format(title=title, n=result.n, least=SMALLEST_SHOWN, needs=result.needs)
        return f"{unit}: {said}"
    if result.changed:
        changed = result.changed
        return text["gaming_definition_moved"].format(
            kind=text[f"gaming_kind_{changed.kind}"],
            key=changed.key,
            version=changed.version,
            day=changed.at.date(),
        )
    if result.p is None or result.p_corrected is None or result.expected is None:
        return text["gaming_nothing_moved"]
    counted = text[f"gaming_{result.check}"].format(
        n=result.n, hits=result.hits, expected=number(result.expected, Unit.MEAN, language)
    )
    closing = text[_CLOSING[result.outcome]].format(p=p_value(result.p_corrected, language), tests=tests)
    return f"{unit}: {counted} {closing}"


def unit_named(unit: Slice, text: Text) -> str:
    """ "Owner sales"."""
    stated = [(name, getattr(unit, name)) for name in unit.__slots__ if name != "attributes"]
    parts = [f"{text[f'dimension_{name}']} {value}" for name, value in stated if value is not None]
    parts += [f"{name} {value}" for name, value in unit.attributes or ()]
    named = ", ".join(parts) or text["everything"]
    return named[:1].upper() + named[1:]
