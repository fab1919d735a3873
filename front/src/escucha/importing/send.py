"""Sending the rows to the survey service, in batches, each as often as it takes."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import httpx

from escucha.importing.mapping import Mapping, RowFault
from escucha.importing.rows import Line
from escucha.problem import Problem

_BATCH = 500
_ATTEMPTS = 5


@dataclass
class Outcome:
    """What became of the rows so far."""

    accepted: int = 0
    duplicates: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows were looked at."""
        return self.accepted + self.duplicates + len(self.rejected)


def send(
    lines: Iterator[Line], mapping: Mapping, client: httpx.Client, progress: Callable[[Outcome], None]
) -> Outcome:
    """Send all rows. A row that can't be taken in is noted with its line and stops no other.

    Safe to repeat as a whole: what came in before counts as a duplicate. Problem when the service refuses the
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
            except RowFault as fault:
                outcome.rejected.append((line.number, str(fault)))
        if rows:
            answer = _post(client, {"survey": mapping.survey, "source": mapping.source, "rows": rows})
            outcome.accepted += answer["accepted"]
            outcome.duplicates += answer["duplicates"]
            for item in answer["rejected"]:
                reasons = "; ".join(f"{name}: {why}" if name else why for name, why in item["faults"].items())
                outcome.rejected.append((numbers[item["row"]], reasons))
        progress(outcome)
    outcome.rejected.sort()
    return outcome


def _post(client: httpx.Client, body: dict[str, Any]) -> dict[str, Any]:
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            response = client.post("/survey/v1/responses", json=body)
        except httpx.TransportError as error:
            if attempt == _ATTEMPTS:
                raise Problem(f"the survey service does not answer: {error}") from error
        else:
            if response.status_code < 500:
                break
            if attempt == _ATTEMPTS:
                raise Problem(f"the survey service answers with an error: {response.status_code}")
        time.sleep(2**attempt / 4)
    if response.is_error:
        raise Problem(
            f"the survey service refuses the import: {response.json().get('detail', response.text)}"
        )
    answer: dict[str, Any] = response.json()
    return answer
