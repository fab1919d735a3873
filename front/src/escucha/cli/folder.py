"""The data folder of a house, and what `escucha run` wrote down in it."""

import json
from pathlib import Path
from typing import Any

import click

from escucha.problem import Problem

data_dir_option = click.option(
    "--data-dir",
    envvar="DATA_DIR",
    type=click.Path(path_type=Path),
    default=Path(".data"),
    show_default=True,
    help="The data folder of the house; DATA_DIR says it for all commands.",
)


def run_file(data_dir: Path) -> dict[str, Any]:
    """What `escucha run` wrote down. Problem when nothing runs there."""
    try:
        content: dict[str, Any] = json.loads((data_dir / "run.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Problem(
            f"nothing runs in {data_dir}; start it with 'make run', or name the folder where it runs: --data-dir"
        ) from error
    except (OSError, ValueError) as error:
        raise Problem(f"{data_dir}/run.json can't be read: {error}") from error
    return content
