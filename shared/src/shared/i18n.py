"""Texts in the customer's language: one YAML file a language, the same keys in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml
from werkzeug.datastructures import LanguageAccept

LANGUAGES = ("en", "es", "pt")
_SWAPPED = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class Texts:
    """The texts of one package, by language and key."""

    by_language: dict[str, dict[str, str]]

    @classmethod
    def of(cls, package: str) -> "Texts":
        """Read `<package>/texts/<language>.yaml` for each language."""
        folder = files(package).joinpath("texts")
        return cls(
            {
                language: yaml.safe_load(folder.joinpath(f"{language}.yaml").read_text(encoding="utf-8"))
                for language in LANGUAGES
            }
        )

    def say(self, language: str, key: str, **values: Any) -> str:
        """The text with its values filled in, in this language or else in English."""
        return self.by_language.get(language, self.by_language["en"])[key].format(**values)


def best(accept: LanguageAccept) -> str:
    """The language of ours that a browser likes best, whichever country's it is."""
    liked = (tag.partition("-")[0].lower() for tag, quality in accept if quality > 0)
    return next((language for language in liked if language in LANGUAGES), "en")


def said(what: Mapping[str, str], language: str) -> str:
    """What somebody wrote in several languages; where there is no text in this one, that in their own first one."""
    return what.get(language) or next(iter(what.values()), "")


def localised(figure: str, language: str) -> str:
    """A number written the English way, in the way of this language."""
    minus = figure.replace("-", "−")
    return minus if language == "en" else minus.translate(_SWAPPED)
