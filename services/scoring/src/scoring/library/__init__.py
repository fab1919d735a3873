"""The library: journeys that come with Escucha, one a file, in all languages."""

from functools import cache
from importlib.resources import files

import yaml

from scoring.domain.journeys import Journey
from scoring.schemas.journeys import JourneySchema


@cache
def templates() -> dict[str, Journey]:
    """Every journey by its key, in the order of the keys."""
    names = sorted(file.name for file in files(__name__).iterdir() if file.name.endswith(".yaml"))
    texts = [files(__name__).joinpath(name).read_text(encoding="utf-8") for name in names]
    found: list[Journey] = [JourneySchema().load(yaml.safe_load(text)) for text in texts]
    return {journey.key: journey for journey in found}
