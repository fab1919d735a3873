"""Correspondence: a message of another service as mail, as text and as HTML, in its thread."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from shared.i18n import Texts
from survey.domain.brands import Brand, accents
from survey.domain.message_ids import message_id
from survey.domain.touchpoints import Customer
from survey.mail.message import LOGO_ID, Mail, usable, write
from survey.settings import SurveySettings
from survey.store.messages import Claimed

_TEXTS = Texts.of("survey")
_TEMPLATES = Environment(
    loader=PackageLoader("survey"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


def message_mail(
    settings: SurveySettings,
    item: Claimed,
    customer: Customer | None,
    brand: Brand,
    earlier: Sequence[UUID],
    now: datetime,
) -> Mail:
    """The mail to a customer who has an address, or to staff. AddressUnusable when no mail server would take it.

    `earlier` are the messages of the thread before this one, the oldest first.
    """
    recipient = usable(item.staff or (customer.email if customer else None) or "")
    sender = parseaddr(settings.mail_from)[1]
    domain = sender.rpartition("@")[2]
    text, html = write_message(item, brand, answered=settings.mailbox_url is not None)
    data = write(
        sender=settings.mail_from,
        recipient=recipient,
        subject=item.subject,
        message_id=message_id("message", item.id, domain, settings.secret_key),
        date=now,
        language=item.language,
        text=text,
        html=html,
        logo=brand.letter_picture,
        more=_thread(item.in_reply_to, earlier, domain, settings.secret_key),
    )
    return Mail(sender, recipient, data)


def write_message(item: Claimed, brand: Brand, *, answered: bool) -> tuple[str, str]:
    """The message as text and as HTML; `answered` says whether somebody reads what is written back."""
    texts = _TEXTS.by_language[item.language]
    text = item.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    values = {
        "language": item.language,
        "subject": item.subject,
        "text": text,
        "brand": brand,
        "logo_id": LOGO_ID,
        "accents": accents(brand),
        "paragraphs": _BETWEEN_PARAGRAPHS.split(text),
        "why": texts[_why(item, answered=answered)],
    }
    plain, html = (
        _TEMPLATES.get_template(f"correspondence.{kind}").render(values) for kind in ("txt", "html")
    )
    return plain, html


def _why(item: Claimed, *, answered: bool) -> str:
    if item.staff is not None:
        return "message_why_staff"
    return "message_why_answer" if answered else "message_why"


def _thread(
    in_reply_to: UUID | None, earlier: Sequence[UUID], domain: str, secret_key: str
) -> list[tuple[str, str]]:
    """RFC 5322: the message that is followed, and all before it; each on a line of its own, for lines have an end."""
    before = [mail for mail in earlier if mail != in_reply_to]
    if in_reply_to is not None:
        before.append(in_reply_to)
    if not before:
        return []
    ids = [message_id("message", mail, domain, secret_key) for mail in before]
    return [("In-Reply-To", ids[-1]), ("References", "\r\n ".join(ids))]
