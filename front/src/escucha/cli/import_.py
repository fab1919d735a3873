"""`escucha import`"""

import sys
import time
from pathlib import Path

import click

from escucha.cli.house import client, house_options
from escucha.importing.mapping import read_mapping
from escucha.importing.rows import read_rows
from escucha.importing.send import Outcome, send

# What the command ends with when rows were left behind: 1 is a fault that stopped it, 2 a wrong command line.
SOME_REJECTED = 3


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--mapping", type=click.Path(path_type=Path), required=True, help="A YAML file: which column is what."
)
@house_options
def import_(file: Path, mapping: Path, url: str | None, key: str | None, data_dir: Path) -> None:
    """Import past responses or customers from a CSV or JSONL file.

    A mapping with `kind: customers` brings customers; an empty cell leaves what is known of one as it is.
    A row that can't be taken in is reported with its line and the reason, and stops no other; the command then ends
    with 3. The same file again changes nothing.
    """
    plan = read_mapping(mapping)
    started = time.monotonic()

    def progress(outcome: Outcome) -> None:
        rate = outcome.rows / max(time.monotonic() - started, 0.001)
        click.echo(f"\r{outcome.rows} rows, {rate:.0f} a second", nl=False, err=True)

    with client(url, key, data_dir) as house:
        outcome = send(read_rows(file, plan.columns, plan.skip_rows), plan, house, progress)
    click.echo("", err=True)
    for line, reason in outcome.rejected:
        click.echo(f"line {line}: {reason}", err=True)
    click.echo(
        f"{outcome.rows} rows: {outcome.accepted} imported, {outcome.duplicates} there already,"
        f" {len(outcome.rejected)} rejected{f', {outcome.left_out} left out' if outcome.left_out else ''}"
    )
    if outcome.rejected:
        sys.exit(SOME_REJECTED)
