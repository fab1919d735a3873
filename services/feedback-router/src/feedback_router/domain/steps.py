"""The steps of an item's way."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from feedback_router.domain.feedback import Transition
from feedback_router.domain.states import OPEN


def since_open(steps: Sequence[Transition]) -> Iterator[Transition]:
    """Those of these steps that were taken since the item was over last, the newest first."""
    return takewhile(lambda step: step.to_status in OPEN, reversed(steps))
