"""Reversals: one person asks for it, a second one confirms. Where a decision stands follows from these steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DecisionState(StrEnum):
    """Where a decision stands."""

    APPROVED = "approved"
    REFERRED = "referred"
    REVERSAL_ASKED = "reversal_asked"
    REVERSED = "reversed"


# To these it only comes by a step.
AFTER_STEPS = frozenset({DecisionState.REVERSAL_ASKED, DecisionState.REVERSED})


class StepAction(StrEnum):
    """What people do with a decision."""

    REVERSAL_ASKED = "reversal_asked"
    REVERSAL_REFUSED = "reversal_refused"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class DecisionStep:
    """Who did what, when and why; of an erased customer the words are gone."""

    at: datetime
    action: str
    by: str
    note: str | None


def refusal_to_ask(state: str) -> str | None:
    """Why no reversal can be asked for; None when one can."""
    if state == DecisionState.APPROVED:
        return None
    return f"Only an approval can be reversed, once; this decision is {state.replace('_', ' ')}."


def refusal_to_settle(state: str, steps: Sequence[DecisionStep], by: str) -> str | None:
    """Why this person can't say whether it is reversed; None when they can."""
    if state != DecisionState.REVERSAL_ASKED:
        return "Nobody has asked for a reversal that is still open."
    if steps[-1].by.casefold() == by.casefold():
        return "Who asks for a reversal can't settle it; that takes a second person."
    return None
