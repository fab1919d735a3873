"""Moulds: a page that is rendered once, with slots in the place of what differs between customers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import escape

from survey.domain.piping import NOTHING_KNOWN, Facts
from survey.domain.surveys import Survey, texts_of

# Private characters of Unicode: nobody types them, and no template engine changes them.
_SLOT = re.compile("\ue000(\\w+)\ue001([^\ue000-\ue002]*)\ue002")
_PRIVATE = re.compile("[\ue000-\ue002]")


def slot(name: str, fallback: str = "") -> str:
    """What stands in a template's output where a customer's own is to stand."""
    return f"\ue000{name}\ue001{fallback}\ue002"


class Slots(Facts):
    """Facts of nobody: each leaves a slot, with what is said where it is not known."""

    def say(self, name: str, fallback: str, language: str) -> str:  # noqa: ARG002  a slot is one in every language
        """The slot."""
        return slot(name, fallback)


def fits(survey: Survey) -> bool:
    """Whether no text of the survey looks like a slot."""
    return not any(_PRIVATE.search(text) for _, texts in texts_of(survey) for text in texts.values())


@dataclass(frozen=True)
class _Slot:
    name: str
    fallback: bytes


@dataclass(frozen=True)
class Mould:
    """A page in pieces."""

    language: str
    pieces: tuple[bytes | _Slot, ...]

    @classmethod
    def of(cls, page: str, language: str) -> "Mould":
        """The mould of a page that was rendered with slots."""
        parts = _SLOT.split(page)
        pieces: list[bytes | _Slot] = []
        for place in range(0, len(parts), 3):
            pieces.append(parts[place].encode())
            if place + 2 < len(parts):
                pieces.append(_Slot(parts[place + 1], parts[place + 2].encode()))
        return cls(language, tuple(pieces))

    def cast(self, values: Mapping[str, bytes], facts: Facts = NOTHING_KNOWN) -> bytes:
        """The page with these values in its slots, as they are, and with these facts, escaped."""
        return b"".join(
            piece if isinstance(piece, bytes) else values.get(piece.name) or self._fact(piece, facts)
            for piece in self.pieces
        )

    def _fact(self, piece: _Slot, facts: Facts) -> bytes:
        known = facts.blank(piece.name, self.language)
        return escape(known).encode() if known else piece.fallback
