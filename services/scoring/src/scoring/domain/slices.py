"""Which answers are meant: all of them, or those of one survey, journey, channel and so on."""

from dataclasses import dataclass, fields

from scoring.domain.attributes import Attributes


@dataclass(frozen=True, slots=True)
class Slice:
    """Filters that all must hold; None filters nothing."""

    survey: str | None = None
    journey: str | None = None
    stage: str | None = None
    channel: str | None = None
    owner: str | None = None
    segment: str | None = None
    language: str | None = None
    attributes: Attributes | None = None

    def is_apart_from(self, other: "Slice") -> bool:
        """Whether no answer can be in both, since they state different values of one dimension."""
        names = [field.name for field in fields(self)[:-1]]
        mine, theirs = dict(self.attributes or ()), dict(other.attributes or ())
        pairs = [
            *((getattr(self, name), getattr(other, name)) for name in names),
            *((value, theirs.get(name)) for name, value in mine.items()),
        ]
        return any(one is not None and another is not None and one != another for one, another in pairs)

    def __str__(self) -> str:
        """For people: "journey join, channel phone"; empty where nothing is filtered."""
        filters = [(field.name, getattr(self, field.name)) for field in fields(self)[:-1]]
        return ", ".join(
            f"{name} {value}" for name, value in (*filters, *(self.attributes or ())) if value is not None
        )
