"""The command line: `escucha --help` lists what it can do; each command lives in a file of its name."""

import click

from escucha.cli.run import run


@click.group()
def main() -> None:
    """Escucha listens to customers on behalf of a company."""


main.add_command(run)
