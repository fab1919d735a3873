"""An environment in which every service can be built; nobody answers at its addresses."""


def all_settings() -> dict[str, str]:
    """Every setting without a default."""
    nowhere = "postgresql://nobody:nothing@127.0.0.1:9"
    return {
        "SURVEY_DATABASE_URL": f"{nowhere}/survey",
        "ROUTER_DATABASE_URL": f"{nowhere}/router",
        "SCORING_DATABASE_URL": f"{nowhere}/scoring",
        "REDIS_URL": "redis://127.0.0.1:9/0",
        "SMTP_URL": "smtp://127.0.0.1:9",
        "PUBLIC_URL": "http://localhost",
        "SURVEY_URL": "http://localhost",
        "ROUTER_URL": "http://localhost",
        "SCORING_URL": "http://localhost",
        "SECRET_KEY": "a secret of the tests",
        "INTERNAL_KEY": "escucha_internal_key-of-the-tests",
    }
