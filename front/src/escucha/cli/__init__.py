"""The command line: `escucha --help` lists what it can do; each command lives in a file of its name."""

import sys
from importlib import import_module
from typing import Any

import click

from escucha.problem import Problem
from shared.settings import SettingsError

_COMMANDS = ("run", "publish", "verify", "import", "show", "keys", "migrate", "openapi", "demo")
# The file of a command whose name Python keeps for itself.
_FILES = {"import": "import_"}


class _Group(click.Group):
    """Reads the file of a command when it is asked for, and tells what is in the way in one line, not as a traceback.

    Together the files need a second: what a script asks for ten times should not.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's own
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's own
        if cmd_name not in _COMMANDS:
            return None
        file = _FILES.get(cmd_name, cmd_name)
        command: click.Command = getattr(import_module(f"escucha.cli.{file}"), file)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            click.echo(f"Escucha: {error}", err=True)
            sys.exit(1)
        except Problem as problem:
            lines = (f"Escucha: {problem}", *problem.detail.splitlines())
            click.echo("\n    ".join(lines), err=True)
            sys.exit(1)


@click.group(cls=_Group)
def main() -> None:
    """Escucha listens to customers on behalf of a company."""
