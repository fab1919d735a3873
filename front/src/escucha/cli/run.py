"""`escucha run`"""

import sys
from pathlib import Path

import click

from escucha.launch import house
from escucha.problem import Problem
from escucha.supervisor.terminal import Terminal


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Where to answer."
)
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    default=Path(".data"),
    show_default=True,
    help="Where everything is kept.",
)
def run(port: int, data_dir: Path) -> None:
    """Start everything, print the addresses, and keep it running until Ctrl-C.

    DATABASE_URL, REDIS_URL and SMTP_URL name servers to use instead of the embedded ones.
    """
    terminal = Terminal()
    try:
        house.run(data_dir, port, terminal)
    except Problem as problem:
        terminal.fail("\n    ".join((f"Escucha: {problem}", *problem.detail.splitlines())))
        sys.exit(1)
    except OSError as error:
        # A full disk, for instance: the place and the reason are what helps.
        terminal.fail(f"Escucha: {error.filename or data_dir}: {error.strerror or error}")
        sys.exit(1)
