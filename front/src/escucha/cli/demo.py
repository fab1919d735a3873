"""`escucha demo`"""

from pathlib import Path

import click

from escucha.cli.house import client, house_options
from escucha.demo.today import lives_here, visit
from escucha.problem import Problem


@click.command()
@house_options
def demo(url: str | None, key: str | None, data_dir: Path) -> None:
    """Let the demo company's customers call again.

    It prints a new survey link.
    """
    with client(url, key, data_dir) as house:
        if not lives_here(house):
            raise Problem("the demo company does not live in this house, and another's customers are real")
        click.echo(visit(house))
