"""Ports for the embedded servers: the same as last time where possible, so that addresses stay true."""

import random
import socket
from contextlib import closing
from pathlib import Path

from escucha import private
from escucha.problem import Problem

# Above 32767 the kernel hands ports to clients, and one of them may sit on ours when we come back.
_LOWEST, _HIGHEST = 15000, 32767


def is_free(port: int) -> bool:
    """Whether a server of this machine's own address could listen there now. PermissionError below 1024."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise
        except OSError:
            return False
        return True


def pick(memory: Path) -> int:
    """The port noted in `memory` if it is free, else another one, noted there. Problem when none is free."""
    known = memory.read_text(encoding="ascii").strip() if memory.exists() else ""
    if known.isdigit() and is_free(int(known)):
        return int(known)
    for port in random.sample(range(_LOWEST, _HIGHEST + 1), 200):
        if is_free(port):
            private.write(memory, str(port))
            return port
    raise Problem(f"no free port was found between {_LOWEST} and {_HIGHEST} on 127.0.0.1")
