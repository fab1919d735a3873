"""How long to wait before a part that died is started again."""

from dataclasses import dataclass

_FIRST_S, _LONGEST_S = 0.5, 60.0
_SETTLED_S = 60.0


@dataclass(frozen=True)
class Backoff:
    """The deaths of one part that came close upon each other. A part that lived a minute begins anew."""

    deaths: int = 0

    def after_death(self, lived_s: float) -> "Backoff":
        """One more death, after `lived_s` seconds of life."""
        return Backoff(1 if lived_s >= _SETTLED_S else self.deaths + 1)

    @property
    def pause_s(self) -> float:
        """Seconds to wait now: twice as long each time, up to a minute."""
        return min(_LONGEST_S, _FIRST_S * 2.0 ** min(self.deaths - 1, 20))

    @property
    def worth_a_line(self) -> bool:
        """Whether to tell people: the first death, and when it becomes a habit. More would drown the rest."""
        return self.deaths in (1, 4)
