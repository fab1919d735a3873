"""`escucha openapi`"""

import json
from pathlib import Path

import click

from escucha.cli.house import client, house_options
from escucha.problem import Problem


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("docs/openapi"))
@house_options
def openapi(folder: Path, url: str | None, key: str | None, data_dir: Path) -> None:
    """Write the OpenAPI documents of the three services into a folder."""
    with client(url, key, data_dir) as house:
        for service in ("survey", "router", "scoring"):
            document = house.get(f"/{service}/v1/openapi.json").raise_for_status().json()
            path = folder / f"{service}.json"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            except OSError as error:
                raise Problem(f"{path} can't be written: {error.strerror}") from error
            click.echo(path)
