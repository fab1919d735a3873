"""What keeps a designed journey from being published, in the words of the page on which it stands."""

from collections.abc import Iterator, Sequence

from scoring.domain.journey_faults import DesignFault, faults
from scoring.domain.journeys import Journey, Promise, Source, Stage
from scoring.pages.rendering import Reader
from scoring.pages.wording import said


def design_faults(journey: Journey, who: Reader) -> Iterator[str]:
    """Each in a sentence that names the stage, the promise or the source that it is about, and the field."""
    stages = {stage.key: said(stage.name, who.language) or stage.key for stage in journey.stages}
    for fault in faults(journey):
        about = dict(fault.about)
        if "other" in about:
            about["other"] = stages[str(about["other"])]
        where = _where(fault, journey, who)
        yield who.text[f"design_{fault.what}"].format(**about, where=where)


def _where(fault: DesignFault, journey: Journey, who: Reader) -> str:
    part, *more = fault.path.split(".")
    if not more or part == "outcome":
        return who.text["design_of_journey"]
    several: dict[str, Sequence[Stage | Promise | Source]] = {
        "stages": journey.stages,
        "promises": journey.promises,
        "sources": journey.sources,
    }
    item = several[part][int(more[0])]
    return who.text[f"design_of_{part}"].format(name=said(item.name, who.language) or item.key)
