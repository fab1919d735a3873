"""The command line: `escucha --help` lists what it can do; each command lives in a file of its name."""

import sys
from typing import Any

import click

from escucha.cli.demo import demo
from escucha.cli.import_ import import_
from escucha.cli.keys import keys
from escucha.cli.migrate import migrate
from escucha.cli.openapi import openapi
from escucha.cli.publish import publish
from escucha.cli.run import run
from escucha.cli.show import show
from escucha.cli.verify import verify
from escucha.problem import Problem


class _Group(click.Group):
    """Tells a Problem in its own words, not as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            lines = (f"Escucha: {problem}", *problem.detail.splitlines())
            click.echo("\n    ".join(lines), err=True)
            sys.exit(1)


@click.group(cls=_Group)
def main() -> None:
    """Escucha listens to customers on behalf of a company."""


for command in (run, publish, verify, import_, show, keys, migrate, openapi, demo):
    main.add_command(command)
