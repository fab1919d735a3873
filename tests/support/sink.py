"""A mail server in a process of its own that takes everything: `python -m support.sink <port> <folder>`.

It writes down each recipient it said "accepted" to, in a file a connection, so that what it took can be counted after
any process was killed. It can pipeline, and answers each message after a delay if one is given.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from subprocess import Popen

from support.ports import free_port

_numbers = count(1)


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    folder, delay = Path(sys.argv[2]), float(sys.argv[3])
    recipient = ""
    writer.write(b"220 sink ESMTP\r\n")
    with (folder / f"{next(_numbers)}.txt").open("a") as taken:
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"EHLO":
                writer.write(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
            elif verb == b"DATA":
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                if delay:
                    await asyncio.sleep(delay)
                taken.write(f"{recipient}\n")
                taken.flush()
                writer.write(b"250 accepted\r\n")
            elif verb == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                if verb == b"RCPT":
                    recipient = line.decode().partition("<")[2].partition(">")[0]
                writer.write(b"250 ok\r\n")
        writer.close()


async def _listen() -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", int(sys.argv[1]), limit=2**20)
    print("ready", flush=True)  # noqa: T201  who started us waits for it
    await server.serve_forever()


class Sink:
    """What the sink has taken."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self._folder = folder

    def taken(self) -> Counter[str]:
        """How many messages each recipient got."""
        return Counter(
            line
            for path in self._folder.glob("*.txt")
            for line in path.read_text().splitlines()
            if "@" in line
        )


@contextmanager
def sink(folder: Path, delay: float = 0) -> Iterator[Sink]:
    """A sink that listens until the end."""
    port = free_port()
    command = [sys.executable, "-m", "support.sink", str(port), str(folder), str(delay)]
    with Popen(command, stdout=-1, text=True, cwd=Path(__file__).parents[1]) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield Sink(f"smtp://127.0.0.1:{port}", folder)
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(_listen())
