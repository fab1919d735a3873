"""What a request costs in CPU: it says more than a rate does on a machine on which much else runs (Linux only)."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def spent(root: int) -> float:
    """CPU seconds of a process and of all that descend from it, those included that have ended and were waited for."""
    children: dict[int, list[int]] = {}
    seconds: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            _note(int(entry.name), children, seconds)
    family, total = [root], 0.0
    for process in family:
        total += seconds.get(process, 0.0)
        family += children.get(process, [])
    return total


def _note(process: int, children: dict[int, list[int]], seconds: dict[int, float]) -> None:
    try:
        # Behind the name, which may hold anything: state, parent, …, utime, stime, cutime, cstime.
        fields = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return  # it has just ended
    children.setdefault(int(fields[1]), []).append(process)
    seconds[process] = sum(map(int, fields[11:15])) / _TICKS
