"""What a key can be made for, by service: every scope that one of its routes names, which a test compares."""

_EVERYWHERE = frozenset({"audit:read", "events:read", "summary:read"})

SCOPES: dict[str, frozenset[str]] = {
    "survey": _EVERYWHERE
    | {
        *("customers:erase", "customers:read", "customers:write", "delivery_reports:read"),
        *("delivery_reports:write", "messages:write", "responses:read", "responses:write"),
        *("retention:read", "retention:write", "surveys:read", "surveys:write", "touchpoints:write"),
    },
    "router": _EVERYWHERE
    | {
        *("decisions:approve", "decisions:read", "decisions:write", "executives:read", "executives:write"),
        *("feedback:read", "feedback:write", "originals:read", "reports:write", "rules:read", "rules:write"),
        *("webhooks:read", "webhooks:write"),
    },
    "scoring": _EVERYWHERE
    | {
        *("at_risk:read", "at_risk:write", "dimensions:write", "forecasts:read", "forecasts:write"),
        *("gaming:read", "gaming:write", "identities:read", "identities:write", "immersions:read"),
        *("immersions:write", "journeys:approve", "journeys:propose", "journeys:read", "journeys:write"),
        *("measures:read", "measures:write", "plans:approve", "plans:read", "plans:write", "rollups:write"),
        *("scorecards:lock", "scorecards:read", "scores:read"),
    },
}
