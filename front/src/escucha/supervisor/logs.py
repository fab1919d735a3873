"""The logs of the parts: one file each, which never fills the disk."""

import shutil
from pathlib import Path

_LARGEST = 20 * 1024 * 1024


def trim(folder: Path) -> None:
    """Put each log that has grown large aside as `<name>.log.1`, in place of the one before.

    It is copied and emptied: the part goes on writing, at the end of what is there.
    """
    for log in folder.glob("*.log"):
        if log.stat().st_size > _LARGEST:
            shutil.copyfile(log, log.with_name(f"{log.name}.1"))
            with log.open("r+b") as file:
                file.truncate()
