"""`escucha publish`"""

from pathlib import Path

import click
import httpx
import yaml

from escucha.cli.house import client, house_options
from escucha.problem import Problem

PATHS = {
    "survey": "/survey/v1/surveys",
    "trigger": "/survey/v1/triggers",
    "rules": "/router/v1/rules",
    "plan": "/scoring/v1/plans",
}


@click.command()
@click.argument("kind", type=click.Choice(list(PATHS)))
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@house_options
def publish(kind: str, files: tuple[Path, ...], url: str | None, key: str | None, data_dir: Path) -> None:
    """Publish surveys, triggers, routing rules or incentive plans from YAML files.

    What is there already, unchanged, keeps its version.
    """
    with client(url, key, data_dir) as house:
        for path in files:
            click.echo(publish_file(house, kind, path))


def publish_file(house: httpx.Client, kind: str, path: Path) -> str:
    """Publish one file and say what came of it. Problem, naming each fault, when it can't be published."""
    try:
        definition = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Problem(f"{path} can't be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Problem(f"{path} is not YAML", str(error)) from error
    try:
        response = house.post(PATHS[kind], json=definition)
    except httpx.TransportError as error:
        raise Problem(f"{house.base_url} does not answer: {error}") from error
    body = response.json()
    if response.is_error:
        faults = "\n".join(f"{fault['field']}: {fault['detail']}" for fault in body.get("errors", []))
        raise Problem(f"{path}: {body['detail']}", faults)
    news = "published" if body["is_new"] else "unchanged"
    return f"{path.name}: {news}, version {body['version']}"
