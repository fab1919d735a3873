"""The house that a command speaks to: named by options, or found in the data folder of `escucha run`."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
import httpx

from escucha.cli.folder import data_dir_option, run_file
from escucha.problem import Problem
from shared import inside

# Whatever a header can carry.
_KEY = re.compile(r"[!-~]+")

F = TypeVar("F", bound=Callable[..., Any])


def house_options(command: F) -> F:
    """--url and --key, with --data-dir to find them where they are not given."""
    for option in (
        click.option(
            "--url",
            envvar="ESCUCHA_URL",
            show_envvar=True,
            help="The house's address; as in run.json if not given.",
        ),
        click.option(
            "--key",
            envvar="ESCUCHA_KEY",
            show_envvar=True,
            help="An API key; where no --url is given, the operator's in run.json will do.",
        ),
        data_dir_option,
    ):
        command = option(command)
    return command


@contextmanager
def client(url: str | None, key: str | None, data_dir: Path) -> Iterator[httpx.Client]:
    """A client that speaks to the house with a key. Problem when the house refuses or does not answer."""
    # What runs here is asked directly; to what runs elsewhere a proxy may be the way.
    open_client = inside.client if url is None else httpx.Client
    if url is not None and key is None:
        # The operator's key of the house that runs here is none of another house's business.
        raise Problem(f"which key opens {url}? Name it with --key, or better in ESCUCHA_KEY")
    if url is None or key is None:
        found = run_file(data_dir)
        url, key = url or found["url"], key or found["keys"]["operator"]
    if not _KEY.fullmatch(key):
        raise Problem("this is no API key; one looks like escucha_0a1b2c3d_…")
    try:
        with open_client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=60) as house:
            yield house
    except httpx.HTTPStatusError as error:
        raise Problem(f"{error.request.url.path} was refused: {_reason(error.response)}") from error
    except (httpx.TransportError, httpx.InvalidURL) as error:
        raise Problem(f"{url} does not answer: {error}") from error
    except json.JSONDecodeError as error:
        raise Problem(f"{url} answers, but not as Escucha does") from error


def _reason(response: httpx.Response) -> str:
    try:
        return str(response.json()["detail"])
    except (ValueError, LookupError, TypeError):
        return f"{response.status_code} {response.reason_phrase}"
