"""The house that a command speaks to: named by options, or found in the data folder of `escucha run`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import httpx

from escucha.problem import Problem

F = TypeVar("F", bound=Callable[..., Any])

data_dir_option = click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    default=Path(".data"),
    show_default=True,
    help="The data folder of the house.",
)


def house_options(command: F) -> F:
    """--url and --key, with --data-dir to find them where they are not given."""
    for option in (
        click.option("--url", envvar="ESCUCHA_URL", help="The house's address.  [default: as in run.json]"),
        click.option(
            "--key", envvar="ESCUCHA_KEY", help="An API key.  [default: the operator's in run.json]"
        ),
        data_dir_option,
    ):
        command = option(command)
    return command


def run_file(data_dir: Path) -> dict[str, Any]:
    """What `escucha run` wrote down. Problem when nothing runs there."""
    try:
        content: dict[str, Any] = json.loads((data_dir / "run.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Problem(
            f"nothing runs in {data_dir}; start it with 'make run', or name --url and --key"
        ) from error
    except (OSError, ValueError) as error:
        raise Problem(f"{data_dir}/run.json can't be read: {error}") from error
    return content


def client(url: str | None, key: str | None, data_dir: Path) -> httpx.Client:
    """A client that speaks to the house with a key."""
    if url is None or key is None:
        found = run_file(data_dir)
        url, key = url or found["url"], key or found["keys"]["operator"]
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=60)
