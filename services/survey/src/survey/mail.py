"""Mail out: messages by SMTP, over one connection for as long as there is something to send."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from urllib.parse import unquote, urlsplit

_TIMEOUT_S = 15


@dataclass(frozen=True)
class Mail:
    """One message to one person."""

    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    message_id: str
    language: str


class MailServerAway(Exception):
    """The mail server can't be reached or will not talk to us. Nothing was sent."""


class Refused(Exception):
    """The mail server did not take this message; a temporary refusal is worth another try."""

    def __init__(self, temporary: bool) -> None:
        super().__init__("refused for now" if temporary else "refused")
        self.temporary = temporary


class Outbox:
    """A connection to the mail server that `smtp://` (STARTTLS where offered) or `smtps://` names."""

    def __init__(self, smtp_url: str) -> None:
        self._url = urlsplit(smtp_url)
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> "Outbox":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()

    def send(self, mail: Mail) -> None:
        """Hand one message to the server. Refused when it is not taken, MailServerAway when nobody answers."""
        try:
            message = as_message(mail)
            self._connected().send_message(message)
        except (ValueError, smtplib.SMTPNotSupportedError) as error:
            raise Refused(temporary=False) from error  # an address that can't be written in a message
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise Refused(temporary=all(400 <= code < 500 for code in codes)) from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise Refused(temporary=400 <= error.smtp_code < 500) from error
        except (OSError, smtplib.SMTPException) as error:
            self._smtp = None
            raise MailServerAway(str(error)) from error

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            host, port = self._url.hostname or "127.0.0.1", self._url.port
            if self._url.scheme == "smtps":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=_TIMEOUT_S)
            else:
                smtp = smtplib.SMTP(host, port or 25, timeout=_TIMEOUT_S)
                smtp.ehlo()
                if smtp.has_extn("starttls"):
                    smtp.starttls(context=ssl.create_default_context())
            if self._url.username:
                smtp.login(unquote(self._url.username), unquote(self._url.password or ""))
            self._smtp = smtp
        return self._smtp


def as_message(mail: Mail) -> EmailMessage:
    """The message with its text and HTML parts."""
    message = EmailMessage()
    message["From"] = mail.sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    message["Content-Language"] = mail.language  # after the parts, which would take it with them
    return message
