"""A small supervisor to be killed: `holder.py postgres|valkey FOLDER [untied]` starts the server and waits.

`untied` leaves out the kernel's tie, as on a system that has none: the server then outlives us.
"""

import json
import signal
import sys
from pathlib import Path

from escucha import process
from escucha.embedded.postgres import Postgres
from escucha.embedded.valkey import Valkey

if __name__ == "__main__":
    kind, folder, *tie = sys.argv[1:]
    if tie:
        process._tie_to = lambda *_: None
    server = {"postgres": Postgres, "valkey": Valkey}[kind](Path(folder))
    server.start()
    sys.stdout.write(json.dumps({"pid": server.pid, "url": server.url}) + "\n")
    sys.stdout.flush()
    signal.pause()
