"""A change to a journey as somebody fills it in: what may be changed by form, as it was typed and as it is proposed."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from scoring.domain.journeys import Journey, Stage
from scoring.pages.asked import typed_number
from scoring.store.journeys import to_definition

# So many stages more the form has room for at least.
_ROOM = 2
# As many as anybody may propose, and those that are left out of them.
_MOST_ROWS = 100
_LONGEST_KEY = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A stage as it was typed; `number` is its row's, `key` is empty of a new one."""

    number: int
    key: str = ""
    place: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    owner: str = ""
    touchpoints: str = ""
    optional: bool = False
    left_out: bool = False

    @property
    def is_meant(self) -> bool:
        """Whether it is in the journey that is proposed: neither left out nor an empty row."""
        typed = self.key or self.owner or self.touchpoints or any(self.names.values())
        return bool(typed) and not self.left_out

    @property
    def has_place(self) -> bool:
        """Whether it says where it comes, in a number, or nothing at all, which is at the end."""
        return not self.place or typed_number(self.place) is not None


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds. What it says nothing of stays as it is in `base`."""

    base: Journey
    rows: Sequence[Row]
    accountable: str
    statement: Mapping[str, str]
    comment: str = ""

    @property
    def meant(self) -> list[Row]:
        """The rows of the stages that are proposed, in their order; of the same place the upper first."""
        return sorted((row for row in self.rows if row.is_meant), key=_place)

    def definition(self) -> dict[str, Any]:
        """The journey that is proposed, as the API takes it."""
        before = to_definition(self.base)
        keys = {row.key for row in self.rows if row.key}
        stages = []
        for row in self.meant:
            key = row.key or _new_key(row.names, keys)
            keys.add(key)
            stages.append(_stage(row, key))
        outcome = {**before["outcome"], "statement": _said(self.statement)}
        return {**before, "accountable": self.accountable, "stages": stages, "outcome": outcome}


def opened(base: Journey) -> Draft:
    """As the form is opened."""
    rows = [_row_of(number, stage) for number, stage in enumerate(base.stages)]
    return Draft(base, _with_room(rows), base.accountable, base.outcome.statement)


def typed(base: Journey, form: Mapping[str, str]) -> Draft:
    """As it was sent."""

    def said(name: str) -> str:
        return form.get(name, "").replace("\0", "").strip()

    rows = []
    for number in range(_MOST_ROWS):
        if f"key-{number}" not in form:
            break
        names = {language: said(f"name-{number}-{language}") for language in base.languages}
        key, place, owner, types = (
            said(f"{name}-{number}") for name in ("key", "place", "owner", "touchpoints")
        )
        optional, left_out = (f"{name}-{number}" in form for name in ("optional", "left_out"))
        rows.append(Row(number, key, place, names, owner, types, optional, left_out))
    statement = {language: said(f"statement-{language}") for language in base.languages}
    return Draft(base, _with_room(rows), said("accountable"), statement, said("comment"))


def _with_room(rows: list[Row]) -> list[Row]:
    free = sum(not row.is_meant and not row.left_out for row in rows)
    return rows + [Row(len(rows) + more) for more in range(_ROOM - free)]


def _row_of(number: int, stage: Stage) -> Row:
    words = (stage.key, str(number + 1), stage.name, stage.owner, ", ".join(stage.touchpoints))
    return Row(number, *words, stage.optional)


def _place(row: Row) -> tuple[bool, Decimal, int]:
    number = typed_number(row.place)
    return number is None, number or Decimal(0), row.number


def _stage(row: Row, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "name": _said(row.names),
        "owner": row.owner,
        "optional": row.optional,
        "touchpoints": [kind for kind in (one.strip() for one in row.touchpoints.split(",")) if kind],
    }


def _said(words: Mapping[str, str]) -> dict[str, str]:
    """Without the languages in which nothing is said: a proposal may still lack some."""
    return {language: text for language, text in words.items() if text}


def _new_key(names: Mapping[str, str], taken: Collection[str]) -> str:
    """Of a new stage's name, since whoever proposes it need not know of keys: "Mis días" is mis_dias, or mis_dias_2."""
    name = next(iter(_said(names).values()), "")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_KEY] or "stage"
    several = (stem if number == 1 else f"{stem}_{number}" for number in range(1, len(taken) + 2))
    return next(key for key in several if key not in taken)
