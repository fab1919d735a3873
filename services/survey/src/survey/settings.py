"""What the survey service reads from the environment."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from shared.settings import Environment, Settings, SettingsError

_NONE = "none"


@dataclass(frozen=True)
class SurveySettings(Settings):
    """The common settings, how to send mail, and where the log is that tells of complaints.

    `mailbox_url` is where reports and answers to our mail come in, None where nobody looks. It holds a password.
    `mail_rate` is in messages a second for each worker, None for as fast as the mail server takes them.
    `complaint_url` is where customers complain, None where no page should lead there.
    """

    smtp_url: str
    mail_from: str
    router_url: str
    mail_connections: int = 4
    mail_rate: float | None = None
    mail_unsubscribe_to: str | None = None
    mailbox_url: str | None = field(default=None, repr=False)
    complaint_url: str | None = "/c"


def from_environment() -> SurveySettings:
    """Read the settings, or raise SettingsError naming the first that is wrong."""
    environment = Environment()
    unsubscribe_to = environment.text("MAIL_UNSUBSCRIBE_TO", "none")
    return SurveySettings(
        database_url=environment.text("SURVEY_DATABASE_URL"),
        redis_url=environment.text("REDIS_URL"),
        public_url=environment.address("PUBLIC_URL"),
        secret_key=environment.text("SECRET_KEY"),
        internal_key=environment.text("INTERNAL_KEY"),
        rate_limit=environment.number("RATE_LIMIT", "6000"),
        followers=("feedback_router", "scoring"),
        smtp_url=environment.text("SMTP_URL"),
        mail_from=environment.text("MAIL_FROM", "Escucha <surveys@escucha.example>"),
        router_url=environment.address("ROUTER_URL"),
        mail_connections=_connections(environment.text("MAIL_CONNECTIONS", "4")),
        mail_rate=_rate(environment.text("MAIL_RATE", "none")),
        mail_unsubscribe_to=None if unsubscribe_to == _NONE else unsubscribe_to,
        mailbox_url=_mailbox(environment.text("MAILBOX_URL", "none")),
        complaint_url=_complaint_url(environment.text("COMPLAINT_URL", "/c")),
    )


def _connections(text: str) -> int:
    # Each needs a connection to the database too, and the pool has eight.
    if text not in ("1", "2", "3", "4", "5", "6"):
        raise SettingsError(f"MAIL_CONNECTIONS must be 1 to 6, not {text!r}.")
    return int(text)


def _mailbox(text: str) -> str | None:
    if text == _NONE:
        return None
    if urlsplit(text).scheme not in ("imaps", "imap", "maildir"):
        # Without the value, which may hold a password.
        raise SettingsError("MAILBOX_URL must be 'none', or begin with imaps://, imap:// or maildir:///.")
    return text


def _complaint_url(text: str) -> str | None:
    if text == _NONE:
        return None
    # One slash: two would be another server's address.
    if not text.startswith("https://") and (not text.startswith("/") or text.startswith("//")):
        raise SettingsError(
            f"COMPLAINT_URL must be 'none', a path such as /c, or an https:// address; not {text!r}."
        )
    return text


def _rate(text: str) -> float | None:
    if text == _NONE:
        return None
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0.1 <= rate <= 1_000_000:
        raise SettingsError(f"MAIL_RATE must be 'none' or messages a second, at least 0.1; not {text!r}.")
    return rate
