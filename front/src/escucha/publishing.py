"""Publishing a definition from a YAML file, through the API like everybody else."""

import json
from pathlib import Path

import httpx
import yaml

from escucha.problem import Problem

PATHS = {
    "survey": "/survey/v1/surveys",
    "trigger": "/survey/v1/triggers",
    "rules": "/router/v1/rules",
    "executives": "/router/v1/executives",
    "plan": "/scoring/v1/plans",
    "journey": "/scoring/v1/journeys",
}


def publish_file(house: httpx.Client, kind: str, path: Path) -> str:
    """Publish one file and say what came of it. Problem, naming each fault, when it can't be published."""
    try:
        definition = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Problem(f"{path} can't be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(f"{path} is not YAML", str(error)) from error
    try:
        # YAML knows dates, JSON does not.
        content = json.dumps(definition, default=str)
    except (TypeError, ValueError) as error:
        raise Problem(f"{path} holds what can't be said in JSON", str(error)) from error
    response = house.post(PATHS[kind], content=content, headers={"Content-Type": "application/json"})
    body = response.json()
    if response.is_error:
        faults = "\n".join(f"{fault['field']}: {fault['detail']}" for fault in body.get("errors", []))
        raise Problem(f"{path}: {body['detail']}", faults)
    news = "published" if body["is_new"] else "unchanged"
    return f"{path.name}: {news}, version {body['version']}"
