"""Where an embedded server lives and as whom it runs. PostgreSQL refuses to run as root, and is right."""

import os
import pwd
import re
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from escucha.problem import Problem
from escucha.process import Account

# Root's own place for what an unprivileged account must reach although the data folder is closed to it.
SHARED = Path("/var/lib/escucha")


def account_for(data: Path) -> Account | None:
    """None for a normal user. For root whoever owns the data already, else `nobody`."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return Account(65534, 65534)
    return Account(nobody.pw_uid, nobody.pw_gid)


def reachable(path: Path, account: Account) -> bool:
    """Whether the account can walk down to `path` and read it."""
    path = path.resolve()
    target = path.stat()
    if path.is_file() and not _may(target, account, 4):
        return False
    folders = path.parents if path.is_file() else (path, *path.parents)
    return all(_may(folder.stat(), account, 1) for folder in folders)


def settle(folder: Path) -> Path:
    """The folder that a server's files go to: `folder`, or one behind its link `elsewhere`.

    As root the data belongs to another account, which can't reach, say, a folder below /root. The link's target
    has a random name: who deletes the data folder gets a fresh server, and nobody's old data is overwritten.
    Problem when neither place can be written.
    """
    link = folder / "elsewhere"
    if link.is_symlink():
        base = link.resolve()
        if not base.is_dir():
            raise Problem(f"{link} points to {base}, which is gone: bring it back or delete {folder}")
        return base
    folder.mkdir(parents=True, exist_ok=True)
    account = account_for(folder / "data")
    if account is None:
        return folder.resolve()
    folder.chmod(0o711)
    if reachable(folder, account):
        return folder.resolve()
    name = re.sub(r"\W+", "-", str(folder.resolve())).strip("-")[-80:]
    base = SHARED / f"{name}-{secrets.token_hex(4)}"
    try:
        base.mkdir(parents=True)
        SHARED.chmod(0o755)
        base.chmod(0o711)
        link.symlink_to(base)
    except OSError as error:
        raise Problem(
            f"{folder} can't be reached by the unprivileged account, and {SHARED} can't be used: {error}"
        ) from error
    return base


@contextmanager
def temporary() -> Iterator[Path]:
    """A folder for servers that are gone, data and all, at the end: one that their account can reach."""
    path = Path(tempfile.mkdtemp(prefix="escucha-")).resolve()
    path.chmod(0o711)
    try:
        yield path
    finally:
        shutil.rmtree(path)


def _may(entry: os.stat_result, account: Account, bit: int) -> bool:
    mode = stat.S_IMODE(entry.st_mode)
    if entry.st_uid == account.uid:
        return bool(mode >> 6 & bit)
    if entry.st_gid == account.gid:
        return bool(mode >> 3 & bit)
    return bool(mode & bit)
