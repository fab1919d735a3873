"""The library: surveys that come with Escucha, one a file, in all languages."""

from functools import cache
from importlib.resources import files
from typing import Any

from survey.documents import read_yaml


@cache
def templates() -> dict[str, dict[str, Any]]:
    """Every definition by its key, in the order of the keys."""
    names = sorted(file.name for file in files(__name__).iterdir() if file.name.endswith(".yaml"))
    found = [read_yaml(files(__name__).joinpath(name).read_text(encoding="utf-8")) for name in names]
    return {definition["key"]: definition for definition in found}
