"""`escucha run`"""

import shutil
import sys
from contextlib import suppress
from pathlib import Path

import click

from escucha.cli.folder import data_dir_option
from escucha.launch import house
from escucha.problem import Problem
from escucha.supervisor.terminal import Terminal

# Bytes. PostgreSQL asks for 16 MB at once.
_LITTLE = 32 * 2**20


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Where to answer."
)
@data_dir_option
def run(port: int, data_dir: Path) -> None:
    """Start everything and keep it running until Ctrl-C.

    It prints the addresses. DATABASE_URL, REDIS_URL and SMTP_URL name servers to use instead of the embedded ones.
    """
    terminal = Terminal()
    try:
        house.run(data_dir, port, terminal)
    except Problem as problem:
        terminal.fail("\n    ".join((f"Escucha: {problem}", *problem.detail.splitlines(), *_room(data_dir))))
        sys.exit(1)
    except OSError as error:
        # A full disk, for instance: the place and the reason are what helps.
        terminal.fail(f"Escucha: {error.filename or data_dir}: {error.strerror or error}")
        sys.exit(1)


def _room(data_dir: Path) -> tuple[str, ...]:
    """Why it may have ended, whatever else was said: a server with no room to write in fails in many ways."""
    with suppress(OSError):
        left = shutil.disk_usage(data_dir).free
        if left < _LITTLE:
            return (
                f"Only {left // 2**20} MB are left on the disk of {data_dir}; make room and start again.",
            )
    return ()
