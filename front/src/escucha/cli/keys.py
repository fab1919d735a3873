"""`escucha keys`"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
import psycopg
from psycopg import Connection

from escucha.cli.folder import data_dir_option
from escucha.launch.environment import SERVICES, database_url
from escucha.problem import Problem, first_line
from escucha.scopes import SCOPES
from shared import api_keys
from shared.accepted import is_blank

service_option = click.option(
    "--service",
    "services",
    type=click.Choice(list(SERVICES)),
    multiple=True,
    required=True,
    help="Whose key it is; may be repeated.",
)


def _named(context: click.Context, option: click.Parameter, name: str) -> str:  # noqa: ARG001  click's shape
    """The name; the audit trail says by it who made a change."""
    if is_blank(name) or any("\ud800" <= character <= "\udfff" for character in name):
        raise click.BadParameter("Say in UTF-8 who will use it.")
    return name


@click.group()
def keys() -> None:
    """Create, list and revoke API keys, in the services' own databases."""


@keys.command()
@service_option
@click.option("--name", required=True, callback=_named, help="Who will use it.")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it may do; may be repeated.")
@click.option(
    "--subject",
    help="What it is limited to, such as team:billing: feedback in router, proposals in scoring, nothing in survey.",
)
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
    _refuse_unknown(services, scopes)
    key = api_keys.generate()
    with ExitStack() as opened:
        # All are committed at the end: a key that some of them keep and nobody was told could never be used.
        for service in dict.fromkeys(services):
            connection = opened.enter_context(_database(service, data_dir))
            api_keys.store(connection, key, name, list(scopes), subject, per_minute)
    click.echo(key)


def _refuse_unknown(services: tuple[str, ...], scopes: tuple[str, ...]) -> None:
    """Problem, naming what there is, for a scope that no route of these services asks for."""
    unknown = [scope for scope in scopes if not any(scope in SCOPES[service] for service in services)]
    if unknown:
        raise Problem(
            f"there is no scope {', '.join(map(repr, unknown))} in {', '.join(services)}; these are there:",
            "\n".join(f"{service}: {' '.join(sorted(SCOPES[service]))}" for service in services),
        )


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
    without = []
    for service in dict.fromkeys(services):
        with _database(service, data_dir) as connection:
            revoked = api_keys.revoke(connection, prefix)
        if revoked:
            click.echo(f"{service}: {prefix} is revoked")
        else:
            without.append(service)
    if without:
        raise Problem(f"{', '.join(without)} has no key {prefix} in use")


@contextmanager
def _database(service: str, data_dir: Path) -> Iterator[Connection]:
    try:
        with psycopg.connect(database_url(service, data_dir), connect_timeout=5) as connection:
            yield connection
    except psycopg.OperationalError as error:
        raise Problem(f"the database of {service} does not answer: {first_line(error)}") from error
    except psycopg.Error as error:
        raise Problem(f"the database of {service} can't be used: {first_line(error)}") from error
