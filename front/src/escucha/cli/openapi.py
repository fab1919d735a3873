"""`escucha openapi`"""

import json
from pathlib import Path

import click
import httpx

from escucha.cli.house import client, house_options
from escucha.problem import Problem


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("docs/openapi"))
@house_options
def openapi(folder: Path, url: str | None, key: str | None, data_dir: Path) -> None:
    """Write the OpenAPI documents of the three services into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with client(url, key, data_dir) as house:
        for service in ("survey", "router", "scoring"):
            try:
                document = house.get(f"/{service}/v1/openapi.json").raise_for_status().json()
            except httpx.HTTPError as error:
                raise Problem(f"{service} does not answer: {error}") from error
            path = folder / f"{service}.json"
            path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            click.echo(path)
