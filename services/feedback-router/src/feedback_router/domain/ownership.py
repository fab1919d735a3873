"""Ownership: which team a comment is nearer to because of where it comes from, whatever its words say."""

from dataclasses import dataclass
from math import log

from feedback_router.domain.context import Context
from feedback_router.domain.folding import fold, folded_name
from feedback_router.domain.rules import RuleBook

# By each thing that a team owns it becomes so many times as likely, and the words go on deciding: alone among eight
# teams that nothing else tells apart it is asked when it owns two, and of three teams when it owns one.
_TIMES = 3.0


@dataclass(frozen=True, slots=True)
class Ownership:
    """What the teams own: by the thing's name and its folded value, the teams."""

    owners: dict[tuple[str, str], frozenset[str]]

    def found(self, team: str, context: Context) -> tuple[tuple[str, str], ...]:
        """What of this context the team owns, such as ("stage", "setup")."""
        return tuple(
            (name, value)
            for name, value in _places(context).items()
            if value is not None and team in self.owners.get((name, folded_name[value]), ())
        )

    def log_odds(self, context: Context) -> dict[str, float]:
        """By how much each team that owns something of this context becomes more likely, as a logarithm."""
        found: dict[str, float] = {}
        for name, value in _places(context).items():
            for team in self.owners.get((name, folded_name[value]), ()) if value is not None else ():
                found[team] = found.get(team, 0.0) + log(_TIMES)
        return found


def ownership_of(book: RuleBook) -> Ownership:
    """What the book says that its teams own; triage wants nothing."""
    owners: dict[tuple[str, str], frozenset[str]] = {}
    for team in book.teams:
        if team.key == book.triage:
            continue
        for name, values in (("stage", team.stages), ("channel", team.channels), ("product", team.products)):
            for value in values:
                place = (name, fold(value))
                owners[place] = owners.get(place, frozenset()) | {team.key}
    return Ownership(owners)


def _places(context: Context) -> dict[str, str | None]:
    return {"stage": context.stage, "channel": context.channel, "product": context.product}
