"""A supervisor to be killed: `keeper.py FOLDER` starts one part, tells its process, and waits."""

import os
import signal
import sys
from pathlib import Path

from escucha.supervisor.program import Program

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    part = Program("alice", ["sleep", "1000"], env=dict(os.environ), log=folder / "alice.log", house=folder)
    part.start()
    sys.stdout.write(f"{part.pid}\n")
    sys.stdout.flush()
    signal.pause()
