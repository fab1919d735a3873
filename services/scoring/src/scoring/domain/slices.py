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

    def __str__(self) -> str:
        """For people: "journey join, channel phone"; empty where nothing is filtered."""
        filters = [(field.name, getattr(self, field.name)) for field in fields(self)[:-1]]
        return ", ".join(
            f"{name} {value}" for name, value in (*filters, *(self.attributes or ())) if value is not None
        )
