"""The sets of labelled texts."""

import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def load(folder: Path, name: str) -> list[Row]:
    """The rows of a set in the order of their ids."""
    lines = (folder / "eval" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return sorted(map(json.loads, lines), key=lambda row: str(row["id"]))
