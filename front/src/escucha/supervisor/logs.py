"""The logs of the parts: one file each, which never fills the disk."""

import shutil
from pathlib import Path

_LARGEST = 20 * 1024 * 1024


def trim(folder: Path) -> None:
    """Put each log that has grown large aside as `<name>.log.1`, in place of the one before.

    It is copied and emptied: the part goes on writing, at the end of what is there. On a full disk it is emptied only.
    """
    for log in folder.glob("*.log"):
        if log.stat().st_size > _LARGEST:
            aside = log.with_name(f"{log.name}.1")
            try:
                shutil.copyfile(log, aside)
            except OSError:
                aside.unlink(missing_ok=True)
            with log.open("r+b") as file:
                file.truncate()
