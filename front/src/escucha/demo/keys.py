"""The keys of the demo company: made once, kept beside the data for its owner's eyes only."""

import json
from pathlib import Path

import psycopg

from escucha import private
from escucha.launch.environment import database_url
from shared import api_keys

# What takes data away for good, and the trail of who did what, need a key of their own.
_EVERYTHING = {
    "survey": [
        *("surveys:read", "surveys:write", "touchpoints:write", "responses:read", "responses:write"),
        *("customers:read", "customers:write", "delivery_reports:read", "delivery_reports:write"),
        "retention:read",
    ],
    "router": [
        *("rules:read", "rules:write", "feedback:read", "feedback:write", "webhooks:read", "webhooks:write"),
        *("executives:read", "executives:write", "decisions:read", "decisions:write"),
    ],
    "scoring": [
        *("scores:read", "dimensions:write", "rollups:write", "identities:read", "identities:write"),
        *("journeys:read", "journeys:write", "journeys:propose", "journeys:approve"),
        *("plans:read", "plans:write", "plans:approve", "scorecards:read", "scorecards:lock"),
        *("measures:read", "measures:write", "immersions:read", "immersions:write"),
        *("forecasts:read", "forecasts:write", "at_risk:read", "at_risk:write"),
    ],
}
# Of the person who leads customer experience.
_LEADING = {
    "survey": ["surveys:read", "responses:read"],
    "router": ["rules:read", "feedback:read", "executives:read", "decisions:read"],
    "scoring": [
        *("scores:read", "plans:read", "scorecards:read", "journeys:read", "identities:read"),
        "journeys:propose",
        *("at_risk:read", "at_risk:write", "forecasts:read", "forecasts:write"),
        *("immersions:read", "immersions:write"),
    ],
}
TEAMS = ("billing", "network", "installation", "support", "triage")
# Name in run.json → who holds it, what it may do in which service, and what it is limited to.
_KEYS: dict[str, tuple[str, dict[str, list[str]], str | None]] = {
    "operator": ("The operator of the demo", _EVERYTHING, None),
    "person": ("Lucía Prats", _LEADING, None),
    "finance": (
        "The demo company's finance",
        {
            "router": ["decisions:read", "decisions:approve"],
            "scoring": [
                *("plans:read", "plans:approve", "scorecards:read", "scorecards:lock"),
                *("gaming:read", "gaming:write"),
            ],
        },
        None,
    ),
    "crm": ("The demo company's CRM", {"survey": ["touchpoints:write"]}, None),
    "warehouse": (
        "The demo company's warehouse",
        {service: ["events:read"] for service in _EVERYTHING},
        None,
    ),
    **{
        f"team_{team}": (
            f"Team {team}",
            {
                "router": [
                    *("feedback:read", "feedback:write", "webhooks:read", "webhooks:write"),
                    "decisions:read",
                ]
            },
            f"team:{team}",
        )
        for team in TEAMS
    },
}


def keep_keys(data_dir: Path) -> dict[str, str]:
    """The demo's keys by name; those that are missing are made, and each may do what it may do today."""
    path = data_dir / "secrets" / "keys.json"
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    keys = {name: known.get(name) or api_keys.generate() for name in _KEYS}
    # Written down first: a key that is stored and that nobody knows could never be used or found again.
    private.write(path, json.dumps(known | keys, indent=2) + "\n")
    for service in _EVERYTHING:
        with psycopg.connect(database_url(service, data_dir), connect_timeout=5) as connection:
            for name, (holder, scopes, subject) in _KEYS.items():
                allowed = scopes.get(service)
                if allowed and not api_keys.grant(connection, keys[name], allowed):
                    api_keys.store(connection, keys[name], holder, allowed, subject)
    return known | keys
