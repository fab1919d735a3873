"""The demo company."""

from typing import Any

from escucha.launch.run import Run


def prepare(run: Run) -> dict[str, Any]:  # noqa: ARG001  the company moves in later
    """What a new house is furnished with: entries for `run.json`."""
    return {}
