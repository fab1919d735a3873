"""What the parts are told: all by environment, for a command line can be read by everyone."""

import os
from collections.abc import Mapping
from pathlib import Path

from escucha import private

PACKAGES = {"survey": "SURVEY", "feedback_router": "ROUTER", "scoring": "SCORING"}
"""Each service's Python package, and its name in the settings."""

DATABASES = {package: f"escucha_{name.lower()}" for package, name in PACKAGES.items()}


def secrets_of(data_dir: Path) -> dict[str, str]:
    """The keys that cookies and the services' talk are signed with: made once, then kept."""
    folder = data_dir / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    return {
        "SECRET_KEY": private.keep_random(folder / "secret_key"),
        "INTERNAL_KEY": private.keep_random(folder / "internal_key"),
    }


def environment(
    *,
    data_dir: Path,
    url: str,
    databases: Mapping[str, str],
    redis_url: str,
    smtp_url: str,
    catches_mail: bool,
) -> dict[str, str]:
    """The whole environment of every part. `databases` maps the name of a database to its URL."""
    inherited = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "MAIL_DIR")}
    told = {
        **{f"{name}_DATABASE_URL": databases[DATABASES[package]] for package, name in PACKAGES.items()},
        **{f"{name}_URL": url for name in PACKAGES.values()},
        "REDIS_URL": redis_url,
        "SMTP_URL": smtp_url,
        "PUBLIC_URL": url,
        "PROMETHEUS_MULTIPROC_DIR": str(data_dir / "metrics"),
        "PYTHONUNBUFFERED": "1",
        **secrets_of(data_dir),
    }
    if catches_mail:
        told["MAIL_DIR"] = str(data_dir / "mail")
    return {**inherited, **told}
