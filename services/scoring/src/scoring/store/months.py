"""Which questions the rollups by month answer: of a dashboard, from a few rows for each month."""

from collections.abc import Collection

from scoring.domain.selections import Selection, are_whole_months

_DIMENSIONS = {"survey", "version", "journey", "channel", "month"}


def are_asked(selection: Selection, by: Collection[str]) -> bool:
    """Whether whole months and the few dimensions that are kept by month are all that is asked for."""
    chosen = selection.slice
    return (
        _DIMENSIONS.issuperset(by)
        and are_whole_months(selection.first_day, selection.last_day)
        and not any((chosen.stage, chosen.owner, chosen.segment, chosen.language, chosen.attributes))
    )
