"""`escucha publish`"""

from pathlib import Path

import click

from escucha.cli.house import client, house_options
from escucha.publishing import PATHS, publish_file


@click.command()
@click.argument("kind", type=click.Choice(list(PATHS)))
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@house_options
def publish(kind: str, files: tuple[Path, ...], url: str | None, key: str | None, data_dir: Path) -> None:
    """Publish surveys, rules, plans and the like from YAML files.

    What is there already, unchanged, keeps its version.
    """
    with client(url, key, data_dir) as house:
        for path in files:
            click.echo(publish_file(house, kind, path))
