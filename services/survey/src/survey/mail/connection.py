"""One connection to a mail server: TLS, the password, and one message after the other."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote

from survey.mail.message import Mail

_TIMEOUT_S = 15
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class MailServerAway(Exception):
    """The mail server can't be reached or will not talk to us. Nothing was sent."""


class Broken(Exception):
    """The connection ended before the server had the message; a new one may do."""


@dataclass
class Refused(Exception):
    """The mail server did not take this message; a temporary refusal is worth another try."""

    temporary: bool
    code: int


class Connection:
    """Open from the beginning. MailServerAway when that fails."""

    def __init__(self, url: SplitResult) -> None:
        try:
            self._smtp = _open(url)
        except (OSError, smtplib.SMTPException) as error:
            raise MailServerAway(str(error)) from error
        self._pipelining = self._smtp.has_extn("pipelining")

    @property
    def usable(self) -> bool:
        """Whether another message can go this way."""
        return self._smtp.sock is not None

    def close(self) -> None:
        """Say goodbye, if there is still somebody to say it to."""
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()

    def send(self, mail: Mail) -> None:
        """Hand over one message; it is the server's when this returns.

        Refused when the server does not take it, or went silent after it had all: then it may have taken it, and a
        later attempt bears the same Message-ID. Broken when it ended the connection before, MailServerAway when it
        takes no mail from us at all.
        """
        try:
            self._announce(mail)
        except (OSError, smtplib.SMTPException) as error:
            self._smtp.close()
            raise Broken(str(error)) from error
        try:
            self._smtp.send(_LEADING_DOT.sub(b"..", mail.data) + b".\r\n")
            code, _ = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._smtp.close()
            raise Refused(temporary=True, code=421) from error
        if code != 250:
            raise Refused(temporary=code < 500, code=code)

    def _announce(self, mail: Mail) -> None:
        """Sender, recipient, DATA: in one go where the server can take it (RFC 2920)."""
        steps = (f"MAIL FROM:<{mail.sender}>", f"RCPT TO:<{mail.recipient}>", "DATA")
        replies: list[tuple[int, bytes]] = []
        if self._pipelining:
            self._smtp.send("".join(f"{step}\r\n" for step in steps))
            replies = [self._smtp.getreply() for _ in steps]
        else:
            for step in steps:
                self._smtp.putcmd(step)
                replies.append(self._smtp.getreply())
                if replies[-1][0] not in (250, 251, 354):
                    break
        if any(code == 421 for code, _ in replies):
            raise smtplib.SMTPServerDisconnected("the server closes the connection")
        wrong = next((place for place, (code, _) in enumerate(replies) if code not in (250, 251, 354)), None)
        if wrong is None:
            return
        if replies[-1][0] == 354:  # it waits for a message to nobody
            self._smtp.send(".\r\n")
            self._smtp.getreply()
        self._smtp.rset()
        code, text = replies[wrong]
        if wrong == 0:
            self._smtp.close()
            raise MailServerAway(
                f"no mail is taken from {mail.sender}: {code} {text.decode(errors='replace')}"
            )
        raise Refused(temporary=code < 500, code=code)


def _open(url: SplitResult) -> smtplib.SMTP:
    host = url.hostname or "127.0.0.1"
    context = ssl.create_default_context()
    if url.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=_TIMEOUT_S, context=context)
    else:
        smtp = smtplib.SMTP(host, url.port or 25, timeout=_TIMEOUT_S)
        smtp.ehlo()
        if smtp.has_extn("starttls"):
            smtp.starttls(context=context)
    smtp.ehlo()
    if url.username:
        if not isinstance(smtp.sock, ssl.SSLSocket) and not is_here(host):
            smtp.close()
            raise smtplib.SMTPException("the server offers no TLS, and the password is not sent without it")
        smtp.login(unquote(url.username), unquote(url.password or ""))
    return smtp


def is_here(host: str) -> bool:
    """Whether a host is this machine, to which a password may go without TLS."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
