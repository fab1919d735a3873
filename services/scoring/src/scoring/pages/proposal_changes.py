"""What would be different if a proposal were in force, in a line each."""

from collections.abc import Iterator

from scoring.domain.journeys import Journey, Stage
from scoring.pages.rendering import Reader
from scoring.pages.wording import said


def changes(before: Journey, after: Journey, who: Reader) -> Iterator[str]:
    """Stage by stage, then their order, then what else is another."""
    old, new = ({stage.key: stage for stage in one.stages} for one in (before, after))
    for key in [*new, *(key for key in old if key not in new)]:
        yield from _of_stage(old.get(key), new.get(key), who)
    if list(old) != list(new) and old.keys() == new.keys():
        yield who.text["proposal_order"]
    others = [
        who.text[f"proposal_part_{name}"]
        for name in Journey.__slots__
        if name != "stages" and getattr(before, name) != getattr(after, name)
    ]
    if others:
        yield who.text["proposal_others"].format(names=", ".join(others))


def _of_stage(old: Stage | None, new: Stage | None, who: Reader) -> Iterator[str]:
    if new is None:
        name = said(old.name, who.language) if old else ""
        yield who.text["proposal_stage_removed"].format(name=name)
    elif old is None:
        yield who.text["proposal_stage_added"].format(name=said(new.name, who.language))
    elif old != new:
        how, name = "; ".join(_how(old, new, who)), said(new.name, who.language)
        yield who.text["proposal_stage_changed"].format(name=name, how=how)


def _how(old: Stage, new: Stage, who: Reader) -> Iterator[str]:
    """What is another about a stage that stays."""
    if old.name != new.name:
        yield who.text["proposal_stage_name"].format(old=said(old.name, who.language))
    if old.owner != new.owner:
        yield who.text["proposal_stage_owner"].format(old=old.owner, new=new.owner)
    if old.optional != new.optional:
        yield who.text["proposal_stage_optional" if new.optional else "proposal_stage_required"]
    if old.touchpoints != new.touchpoints:
        yield who.text["proposal_stage_touchpoints"]
