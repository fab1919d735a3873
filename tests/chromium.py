"""The browser of the browser tests. `python tests/chromium.py` finds it, or as root installs it, and prints its path.

$CHROMIUM comes first, then what is on PATH, then Debian's packages. Without a browser the tests fail; they are
never skipped.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
_APT = ("apt-get", "install", "-y", "--no-install-recommends")
_INSTALL_S = 900


class MissingError(Exception):
    """There is no browser to test with, and what to do about it, in one line."""


def find() -> Path | None:
    """A browser that starts, or None. MissingError when $CHROMIUM names one that does not."""
    if chosen := os.environ.get("CHROMIUM"):
        if (path := shutil.which(chosen)) and _starts(path, "--version"):
            return Path(path)
        raise MissingError(f"CHROMIUM={chosen} does not start: name a working Chromium, or unset it")
    # On Ubuntu `chromium-browser` may be a note that says where to get the browser: finding a name is not enough.
    for name in NAMES:
        if (path := shutil.which(name)) and _starts(path, "--version"):
            return Path(path)
    return None


def prepare() -> Path:
    """A browser and what Playwright needs to drive it, installed where that is possible. MissingError where not."""
    path = find()
    missing = [*([] if path else ["chromium"]), *([] if _driver_starts() else ["libatomic1"])]
    if not missing:
        assert path
        return path
    command = " ".join([*_APT, *missing])
    if os.geteuid() != 0 or not shutil.which(_APT[0]):
        raise MissingError(
            f"the browser tests need {' and '.join(missing)}: run 'sudo {command}'{_or_else(path)}"
        )
    sys.stderr.write(f"Escucha: installing {' and '.join(missing)} (about a minute)\n")
    _apt("update")
    _apt(*_APT[1:], *missing)
    path = path or find()
    if path is None:
        raise MissingError(
            f"no Chromium starts, although '{command}' worked: set CHROMIUM to a browser's path"
        )
    if not _driver_starts():
        raise MissingError(
            f"Playwright's driver does not start: see '{sys.executable} -m playwright --version'"
        )
    return path


def _or_else(path: Path | None) -> str:
    return "" if path else ", or set CHROMIUM to a browser's path"


def _driver_starts() -> bool:
    """Playwright brings a Node of its own, which needs the system's libatomic."""
    return _starts(sys.executable, "-m", "playwright", "--version")


def _starts(*command: str) -> bool:
    try:
        outcome = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return outcome.returncode == 0


def _apt(*arguments: str) -> None:
    """Quiet unless it fails; another apt at work is waited for."""
    command = [_APT[0], "-o", "DPkg::Lock::Timeout=300", *arguments]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        outcome = subprocess.run(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_INSTALL_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise MissingError(f"'{' '.join(command)}' did not end in {_INSTALL_S} seconds") from None
    if outcome.returncode != 0:
        sys.stderr.write(outcome.stdout.decode(errors="replace"))
        raise MissingError(f"'{' '.join(command)}' failed, see above; or set CHROMIUM to a browser's path")


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{prepare()}\n")
    except MissingError as error:
        sys.exit(f"Escucha: {error}")
