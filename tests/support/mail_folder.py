"""Mailboxes that a test can put mail into: a real IMAP server, and a local folder."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from imap_tools import MailBoxUnencrypted

from support.ports import free_port

USER, PASSWORD = "escucha", "a password of the tests"


class MailFolder(Protocol):
    """A mailbox from its owner's side."""

    url: str

    def put(self, raw: bytes) -> None:
        """A mail arrives."""

    def flags(self) -> list[set[str]]:
        """What is marked on each mail, in the order of arrival: seen, flagged."""


class ImapFolder:
    """The inbox of a pymap server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"imap://{USER}:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{port}/INBOX"

    def put(self, raw: bytes) -> None:
        """Append it."""
        with self._open() as server:
            server.append(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def flags(self) -> list[set[str]]:
        """As the server tells them."""
        with self._open() as server:
            mails = server.fetch("ALL", charset=None, mark_seen=False)
            return [{flag.strip("\\").lower() for flag in mail.flags} - {"recent"} for mail in mails]

    def _open(self) -> MailBoxUnencrypted:
        server: MailBoxUnencrypted = MailBoxUnencrypted("127.0.0.1", self.port, timeout=10).login(
            USER, PASSWORD
        )
        return server

    def answers(self) -> bool:
        """Whether the server listens."""
        try:
            self._open().logout()
        except OSError:
            return False
        return True


class LocalFolder:
    """A maildir."""

    def __init__(self, folder: Path) -> None:
        for name in ("new", "cur", "tmp"):
            (folder / name).mkdir(parents=True)
        self.folder = folder
        self.url = f"maildir://{folder}"
        self._number = 0

    def put(self, raw: bytes) -> None:
        """As a mail server delivers."""
        self._number += 1
        (self.folder / "new" / f"{self._number:010}.M1P1.host").write_bytes(raw)

    def flags(self) -> list[set[str]]:
        """By the names of the files."""
        names = sorted(path.name for where in ("new", "cur") for path in (self.folder / where).iterdir())
        words = {"S": "seen", "F": "flagged"}
        return [{words[flag] for flag in name.partition(":2,")[2]} for name in names]


@contextmanager
def imap_folder() -> Iterator[ImapFolder]:
    """A mail server that is there until the end."""
    folder = ImapFolder(free_port())
    program = str(Path(sys.executable).with_name("pymap"))
    command = [program, "--host", "127.0.0.1", "--port", str(folder.port), "--no-tls"]
    users = ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    server = subprocess.Popen([*command, *users], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while not folder.answers():
            assert server.poll() is None, "pymap has ended"
            assert time.monotonic() < until, "pymap never answered"
            time.sleep(0.05)
        yield folder
    finally:
        server.kill()
        server.wait()
