"""A run of the house: where it answers, as `DATA_DIR/run.json` tells scripts."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from escucha import private


@dataclass(frozen=True)
class Run:
    """A house that answers. `environment` is what its services were told; it holds secrets and is not written."""

    url: str
    data_dir: Path
    ports: Mapping[str, int]
    environment: Mapping[str, str]

    @property
    def addresses(self) -> dict[str, str]:
        """What to open, by name."""
        addresses = {
            "home": f"{self.url}/",
            "survey": f"{self.url}/survey",
            "router": f"{self.url}/router",
            "scoring": f"{self.url}/scoring",
            "survey_docs": f"{self.url}/survey/docs/",
            "router_docs": f"{self.url}/router/docs/",
            "scoring_docs": f"{self.url}/scoring/docs/",
        }
        if "MAIL_DIR" in self.environment:
            addresses["mail"] = f"{self.url}/mail"
        return addresses

    @property
    def file(self) -> Path:
        """Where the run is written down."""
        return self.data_dir / "run.json"

    def write(self, prepared: Mapping[str, Any]) -> None:
        """Write the run down, with what the demo prepared (its "keys" and "demo"), for its owner's eyes only."""
        known = {
            "url": self.url,
            "addresses": self.addresses,
            "ports": dict(self.ports),
            "pid": os.getpid(),
            "keys": {},
            "demo": {},
        }
        private.write(self.file, json.dumps({**known, **prepared}, indent=2, ensure_ascii=False) + "\n")
