"""Templates of replies: one file each, written in every language.

`{team}` and `{solved_by}` are filled in, and `{what_was_done}`, which only a resolved item has.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class Template:
    """Subject and text by language; `purpose` says in English when to use it."""

    key: str
    purpose: str
    subject: dict[str, str]
    text: dict[str, str]


@cache
def templates() -> dict[str, Template]:
    """All of them, by key."""
    found = sorted(path.name for path in files(__name__).iterdir() if path.name.endswith(".yaml"))
    read = (yaml.safe_load(files(__name__).joinpath(name).read_text(encoding="utf-8")) for name in found)
    return {each["key"]: Template(**each) for each in read}
