"""Sending the rows to the survey service, in batches."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import httpx

from escucha.importing.cells import RowFault
from escucha.importing.mapping import LeftOut, Mapping
from escucha.importing.post import deliver
from escucha.importing.rows import Line

_BATCH = 500


@dataclass
class Outcome:
    """What became of the rows so far."""

    accepted: int = 0
    duplicates: int = 0
    # Those that the mapping does not take.
    left_out: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows were looked at."""
        return self.accepted + self.duplicates + self.left_out + len(self.rejected)


def send(
    lines: Iterator[Line], mapping: Mapping, client: httpx.Client, progress: Callable[[Outcome], None]
) -> Outcome:
    """Send all rows. A row that can't be taken in is noted with its line and stops no other.

    Safe to repeat as a whole: what came in before is not taken in again. Problem when the service refuses the
    import itself, or stays away.
    """
    outcome = Outcome()
    while chunk := list(islice(lines, _BATCH)):
        numbers, rows = [], []
        for line in chunk:
            try:
                if line.fault:
                    raise RowFault(line.fault)
                rows.append(mapping.apply(line.row, line.number))
                numbers.append(line.number)
            except LeftOut:
                outcome.left_out += 1
            except RowFault as fault:
                outcome.rejected.append((line.number, str(fault)))
        if rows:
            delivered = deliver(client, mapping, rows)
            outcome.accepted += delivered.accepted
            outcome.duplicates += delivered.duplicates
            outcome.rejected += [(numbers[place], why) for place, why in delivered.rejected.items()]
        progress(outcome)
    outcome.rejected.sort()
    return outcome
