"""The mailbox where reports and answers come in: over IMAP, or a local folder in the maildir format.

Read is what is neither \\Seen nor \\Flagged. What was taken becomes \\Seen; what a person should look at becomes
\\Flagged and stays unseen. Nothing is ever moved or deleted.
"""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from imap_tools import MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox

from survey.mail.connection import is_here

# More is never read of one mail: what we look for stands at its beginning.
MOST_BYTES = 2_000_000
_TIMEOUT_S = 15
_LEFT = "UNSEEN UNFLAGGED"


class MailboxAway(Exception):
    """The mailbox can't be reached, or will not let us in. Nothing is lost: the mail waits there."""


class Mailbox(Protocol):
    """A mailbox that is open."""

    def unread(self, limit: int) -> Iterator[tuple[str, bytes]]:
        """Mails that nobody has looked at, oldest first, each with its name here and its bytes up to MOST_BYTES."""

    def mark(self, name: str, *, taken: bool) -> None:
        """Never read this mail again: it was taken, or is left for a person."""


@contextmanager
def open_mailbox(url: str) -> Iterator[Mailbox]:
    """The mailbox at `imaps://user:password@host/folder`, `imap://…` or `maildir:///path`. MailboxAway if it fails."""
    place = urlsplit(url)
    try:
        if place.scheme == "maildir":
            yield Maildir(Path(unquote(place.path)))
        else:
            server = _connect(place)
            try:
                yield ImapMailbox(server)
            finally:
                _leave(server)
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise MailboxAway(str(error)) from error


class ImapMailbox:
    """A folder of an IMAP server. imap-tools would expunge after each flag; here nothing is deleted."""

    def __init__(self, server: BaseMailBox) -> None:
        self._server = server

    def unread(self, limit: int) -> Iterator[tuple[str, bytes]]:
        """Fetched one by one, so that memory holds one."""
        for uid in self._server.uids(_LEFT, charset=None)[:limit]:
            status, answer = self._server.client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
            if status != "OK":
                raise MailboxAway(f"the server does not hand out a mail: {answer!r}")
            yield from ((uid, part[1]) for part in answer if isinstance(part, tuple))

    def mark(self, name: str, *, taken: bool) -> None:
        """By one flag."""
        status, answer = self._server.client.uid(
            "STORE", name, "+FLAGS.SILENT", r"(\Seen)" if taken else r"(\Flagged)"
        )
        if status != "OK":
            raise MailboxAway(f"the server keeps no flag: {answer!r}")


class Maildir:
    """A folder in the maildir format: a mail is a file, and its flags stand at the end of its name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def unread(self, limit: int) -> Iterator[tuple[str, bytes]]:
        """In the order of the names, which begin with the time."""
        if not (self._folder / "cur").is_dir():
            raise MailboxAway(f"{self._folder} is no maildir")
        files = [path for where in ("new", "cur") for path in (self._folder / where).iterdir()]
        left = [path for path in files if path.is_file() and not {"S", "F"} & _flags(path.name)]
        for path in sorted(left, key=lambda path: path.name)[:limit]:
            with path.open("rb") as file:
                yield f"{path.parent.name}/{path.name}", file.read(MOST_BYTES)

    def mark(self, name: str, *, taken: bool) -> None:
        """By its name, in one step."""
        path = self._folder / name
        flags = "".join(sorted(_flags(path.name) | {"S" if taken else "F"}))
        path.rename(self._folder / "cur" / f"{path.name.partition(':2,')[0]}:2,{flags}")


def _flags(name: str) -> set[str]:
    return set(name.partition(":2,")[2])


def _connect(place: SplitResult) -> BaseMailBox:
    host, user, password = place.hostname or "127.0.0.1", unquote(place.username or ""), place.password or ""
    server = _open(place.scheme, host, place.port)
    folder = unquote(place.path.strip("/")) or "INBOX"
    try:
        return server.login(user, unquote(password), folder)
    except BaseException:
        server.client.shutdown()
        raise


def _leave(server: BaseMailBox) -> None:
    try:
        server.client.logout()
    except (OSError, imaplib.IMAP4.error):
        server.client.shutdown()


def _open(scheme: str, host: str, port: int | None) -> BaseMailBox:
    context = ssl.create_default_context()
    if scheme == "imaps":
        return MailBox(host, port or 993, timeout=_TIMEOUT_S, ssl_context=context)
    server = MailBoxUnencrypted(host, port or 143, timeout=_TIMEOUT_S)
    if "STARTTLS" in server.client.capabilities:
        server.client.starttls(context)
    elif not is_here(host):
        server.client.shutdown()
        raise MailboxAway("the server offers no TLS, and the password is not sent without it")
    return server
