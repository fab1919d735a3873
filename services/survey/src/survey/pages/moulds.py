"""Moulds: a page that is rendered once, with slots in the place of what differs between customers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

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


class _Slot(NamedTuple):
    place: int
    name: str
    fallback: bytes


@dataclass(frozen=True)
class Mould:
    """A page in pieces; in the place of each slot is an empty one."""

    language: str
    pieces: tuple[bytes, ...]
    slots: tuple[_Slot, ...]

    @classmethod
    def of(cls, page: str, language: str) -> "Mould":
        """The mould of a page that was rendered with slots."""
        parts = _SLOT.split(page)
        pieces: list[bytes] = []
        slots: list[_Slot] = []
        for piece, name, fallback in zip(parts[:-1:3], parts[1::3], parts[2::3], strict=True):
            pieces += (piece.encode(), b"")
            slots.append(_Slot(len(pieces) - 1, name, fallback.encode()))
        return cls(language, (*pieces, parts[-1].encode()), tuple(slots))

    def cast(self, values: Mapping[str, bytes], facts: Facts = NOTHING_KNOWN) -> bytes:
        """The page with these values in its slots, as they are, and with these facts, escaped."""
        pieces = list(self.pieces)
        for place, name, fallback in self.slots:
            pieces[place] = values.get(name) or self._fact(name, facts) or fallback
        return b"".join(pieces)

    def _fact(self, name: str, facts: Facts) -> bytes:
        known = facts.blank(name, self.language)
        return escape(known).encode() if known else b""
