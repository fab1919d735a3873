"""`escucha migrate`"""

from pathlib import Path

import click
import psycopg

from escucha.cli.folder import data_dir_option
from escucha.launch.environment import SERVICES, database_url
from escucha.problem import Problem, first_line
from shared.migrate import MigrationError
from shared.migrate import migrate as apply


@click.command()
@click.argument("services", type=click.Choice(list(SERVICES)), nargs=-1)
@data_dir_option
def migrate(services: tuple[str, ...], data_dir: Path) -> None:
    """Bring the databases of services up to date.

    Of all three when none is named.
    """
    for service in services or SERVICES:
        try:
            applied = apply(database_url(service, data_dir), SERVICES[service])
        except MigrationError as error:
            raise Problem(str(error)) from error
        except psycopg.Error as error:
            raise Problem(f"{service} can't be brought up to date: {first_line(error)}") from error
        click.echo(f"{service}: {', '.join(applied) if applied else 'up to date'}")
