"""`escucha show`"""

from pathlib import Path

import click

from escucha.cli.folder import data_dir_option, run_file
from escucha.problem import Problem


@click.command()
@click.argument("name")
@data_dir_option
def show(name: str, data_dir: Path) -> None:
    """Print one value of run.json, such as url or keys.crm."""
    value = run_file(data_dir)
    for step in name.split("."):
        if not isinstance(value, dict) or step not in value:
            raise Problem(f"there is no {name} in {data_dir}/run.json")
        value = value[step]
    click.echo(value)
