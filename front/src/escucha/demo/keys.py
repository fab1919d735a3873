"""The keys of the demo company: made once, kept beside the data for its owner's eyes only."""

import json
from pathlib import Path

import psycopg

from escucha import private
from escucha.launch.environment import database_url
from shared import api_keys

_EVERYTHING = {
    "survey": [
        *("surveys:read", "surveys:write", "touchpoints:write", "responses:read", "responses:write"),
        *("customers:read", "customers:write", "delivery_reports:read", "delivery_reports:write"),
    ],
    "router": ["rules:read", "rules:write", "feedback:read", "feedback:write"],
    "scoring": ["scores:read", "plans:read", "plans:write", "scorecards:read"],
}
_READING = {
    "survey": ["surveys:read", "responses:read"],
    "router": ["rules:read", "feedback:read"],
    "scoring": ["scores:read", "plans:read", "scorecards:read"],
}
TEAMS = ("billing", "network", "installation", "support", "triage")
# Name in run.json → who holds it, what it may do in which service, and what it is limited to.
_KEYS: dict[str, tuple[str, dict[str, list[str]], str | None]] = {
    "operator": ("The operator of the demo", _EVERYTHING, None),
    "person": ("Lucía Prats", _READING, None),
    "crm": ("The demo company's CRM", {"survey": ["touchpoints:write"]}, None),
    "warehouse": (
        "The demo company's warehouse",
        {service: ["events:read"] for service in _EVERYTHING},
        None,
    ),
    **{
        f"team_{team}": (f"Team {team}", {"router": ["feedback:read", "feedback:write"]}, f"team:{team}")
        for team in TEAMS
    },
}


def keep_keys(data_dir: Path) -> dict[str, str]:
    """The demo's keys by name; those that are missing are made."""
    path = data_dir / "secrets" / "keys.json"
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for name, (holder, scopes, subject) in _KEYS.items():
        if name not in known:
            key = api_keys.generate()
            for service, allowed in scopes.items():
                with psycopg.connect(database_url(service, data_dir), connect_timeout=5) as connection:
                    api_keys.store(connection, key, holder, allowed, subject)
            known[name] = key
            private.write(path, json.dumps(known, indent=2) + "\n")
    return known
