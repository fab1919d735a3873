"""README is true: a fresh house, and every command in it, in order."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.ports import free_port

ROOT = Path(__file__).parents[2]
# A reader with a fresh shell: no environment of Python is active, and the house is in .data.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "DATA_DIR"}}
BLOCKS = re.findall(
    r"^```sh\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that looks like the project's, with a house running in its .data."""
    here = tmp_path_factory.mktemp("reader")
    for name in (".venv", "docs", "front"):
        (here / name).symlink_to(ROOT / name)
    log = (here / "run.log").open("wb")
    command = [str(Path(sys.executable).parent / "escucha"), "run", "--port", str(free_port())]
    with log:
        house = subprocess.Popen(command, cwd=here, env=ENVIRONMENT, stdout=log, stderr=log)
    try:
        end = time.monotonic() + 120
        while not (here / ".data/run.json").exists():
            said = (here / "run.log").read_text()
            assert house.poll() is None, said
            assert time.monotonic() < end, said
            time.sleep(0.1)
        yield here
    finally:
        house.send_signal(signal.SIGINT)
        assert house.wait(60) == 0
    assert not (here / ".data/run.json").exists()


def test_every_command_works_in_order(folder: Path):
    assert len(BLOCKS) >= 10
    done = "set -euo pipefail\n"
    for block in BLOCKS:
        # What a reader does by taking a moment: news travel between services within seconds.
        for _ in range(20):
            outcome = subprocess.run(
                ["bash", "-c", done + block],
                cwd=folder,
                env=ENVIRONMENT,
                check=False,
                capture_output=True,
                text=True,
            )
            if outcome.returncode == 0:
                break
            time.sleep(0.5)
        assert outcome.returncode == 0, f"{block}\n{outcome.stdout}\n{outcome.stderr}"
        # Later blocks use the names and helpers that earlier ones have set.
        done += "".join(line + "\n" for line in block.splitlines() if re.match(r"[A-Z]+=|[a-z]+\(\) ", line))


def test_what_the_commands_leave_behind_is_where_git_does_not_look(folder: Path):
    ignored = {
        line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines() if line
    }
    left = {path.name for path in folder.iterdir()} - {"docs", "front", "run.log"}
    assert (folder / ".tries").is_dir()
    assert left <= ignored


def test_what_a_script_needs_is_in_run_json_for_its_owner_only(folder: Path):
    path = folder / ".data/run.json"
    assert path.stat().st_mode & 0o777 == 0o600
    run = json.loads(path.read_text())
    assert run["demo"]["survey_link"].startswith(run["url"] + "/s/")
    assert {"operator", "person", "crm", "team_billing"} <= run["keys"].keys()
    assert run["pid"]
