"""What the parts are told: all by environment, for a command line can be read by everyone."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from escucha import private
from escucha.problem import Problem
from shared.settings import Environment

SERVICES = {"survey": "survey", "router": "feedback_router", "scoring": "scoring"}
"""Each service's name, as in its paths and settings, and its Python package."""

QUEUES = (*SERVICES.values(), "feedback_router.webhooks")
"""What has a worker of its own: each service, and what takes its time beside it."""

DATABASES = {service: f"escucha_{service}" for service in SERVICES}


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
    """The whole environment of every part, also kept for later commands. `databases` maps names to URLs."""
    inherited = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "MAIL_DIR")}
    told = {
        **{f"{service.upper()}_DATABASE_URL": databases[DATABASES[service]] for service in SERVICES},
        **{f"{service.upper()}_URL": url for service in SERVICES},
        "REDIS_URL": redis_url,
        "SMTP_URL": smtp_url,
        "PUBLIC_URL": url,
        "PROMETHEUS_MULTIPROC_DIR": str(data_dir / "metrics"),
        "PYTHONUNBUFFERED": "1",
        **secrets_of(data_dir),
    }
    if catches_mail:
        told["MAIL_DIR"] = str(data_dir / "mail")
    private.write(_told_file(data_dir), json.dumps(told, indent=2) + "\n")
    return {**inherited, **told}


def database_url(service: str, data_dir: Path) -> str:
    """Where a service keeps its data: as its setting says, or as the house in `data_dir` was last told.

    Problem when neither is there.
    """
    name = f"{service.upper()}_DATABASE_URL"
    if name in os.environ or f"{name}_FILE" in os.environ:
        return Environment().text(name)
    try:
        told: dict[str, str] = json.loads(_told_file(data_dir).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Problem(f"{name} is not set, and there is no house in {data_dir}") from error
    return told[name]


def _told_file(data_dir: Path) -> Path:
    return data_dir / "secrets" / "environment.json"
