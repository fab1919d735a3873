"""Who is asking, and for which team they may look."""

from feedback_router.domain.actors import Actor
from shared import access
from shared.problems import Problem

_LIMIT = "team:"


def actor() -> Actor:
    """The caller: a key with the subject "team:<key>" is that team's, one without a subject sees all.

    Problem (403) for a key that is limited to anything else, for nothing here is that.
    """
    caller = access.caller()
    if caller.subject is None:
        return Actor(caller.name, None)
    team = caller.subject.removeprefix(_LIMIT)
    if not team or team == caller.subject:
        raise Problem(403, f"This key is limited to {caller.subject!r}, and no feedback is that.")
    return Actor(caller.name, team)


def team_to_show(wanted: str | None) -> str | None:
    """The team to list for the caller; None for all. Problem (403), the same whether or not the other team exists."""
    own = actor().team
    if own and wanted and wanted != own:
        raise Problem(403, f"This key sees the feedback of the team {own!r} only.")
    return own or wanted


def refuse_teams() -> None:
    """Let nobody pass who is limited to a team: Problem (403)."""
    if (team := actor().team) is not None:
        raise Problem(403, f"This key sees what is of the team {team!r} only; this is of all.")
