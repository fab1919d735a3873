"""`escucha demo`"""

from pathlib import Path

import click

from escucha.cli.house import client, house_options
from escucha.demo.today import visit


@click.command()
@house_options
def demo(url: str | None, key: str | None, data_dir: Path) -> None:
    """Let the demo company's customers call again, and print a new survey link."""
    with client(url, key, data_dir) as house:
        click.echo(visit(house))
