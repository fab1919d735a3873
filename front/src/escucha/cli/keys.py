"""`escucha keys`"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import psycopg
from psycopg import Connection

from escucha.cli.folder import data_dir_option
from escucha.launch.environment import SERVICES, database_url
from escucha.problem import Problem, first_line
from shared import api_keys

service_option = click.option(
    "--service",
    "services",
    type=click.Choice(list(SERVICES)),
    multiple=True,
    required=True,
    help="Whose key it is; may be repeated.",
)


@click.group()
def keys() -> None:
    """Create, list and revoke API keys, in the services' own databases."""


@keys.command()
@service_option
@click.option("--name", required=True, help="Who will use it.")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it may do; may be repeated.")
@click.option("--subject", help="What it is limited to, such as team:billing.")
@click.option(
    "--limit",
    "per_minute",
    type=click.IntRange(1, 1_000_000),
    help="How many requests a minute it may make of each service; as many as RATE_LIMIT says if not given.",
)
@data_dir_option
def create(
    services: tuple[str, ...],
    name: str,
    scopes: tuple[str, ...],
    subject: str | None,
    per_minute: int | None,
    data_dir: Path,
) -> None:
    """Create a key and print it, once; only its hash is kept. Name several services for a key that opens them all."""
    key = api_keys.generate()
    for service in services:
        with _database(service, data_dir) as connection:
            api_keys.store(connection, key, name, list(scopes), subject, per_minute)
    click.echo(key)


@keys.command("list")
@service_option
@data_dir_option
def list_(services: tuple[str, ...], data_dir: Path) -> None:
    """List keys: prefix, state, name and scopes."""
    for service in services:
        with _database(service, data_dir) as connection:
            for key in api_keys.listing(connection):
                state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "in use"
                limit = f" ({key.subject})" if key.subject else ""
                pace = f", at most {key.per_minute} requests a minute" if key.per_minute else ""
                click.echo(
                    f"{service}  {key.prefix}  {state}  {key.name}{limit}{pace}: {' '.join(key.scopes)}"
                )


@keys.command()
@service_option
@click.argument("prefix")
@data_dir_option
def revoke(services: tuple[str, ...], prefix: str, data_dir: Path) -> None:
    """Revoke a key: it opens nothing from now on.

    PREFIX is its second part, as `keys list` says it.
    """
    for service in services:
        with _database(service, data_dir) as connection:
            if not api_keys.revoke(connection, prefix):
                raise Problem(f"{service} has no key {prefix} in use")
        click.echo(f"{service}: {prefix} is revoked")


@contextmanager
def _database(service: str, data_dir: Path) -> Iterator[Connection]:
    try:
        with psycopg.connect(database_url(service, data_dir), connect_timeout=5) as connection:
            yield connection
    except psycopg.OperationalError as error:
        raise Problem(f"the database of {service} does not answer: {first_line(error)}") from error
    except psycopg.Error as error:
        raise Problem(f"the database of {service} can't be used: {first_line(error)}") from error
