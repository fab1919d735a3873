"""Letters: what an invitation and a reminder say, as text and as HTML, in the customer's language.

A template is rendered once for each language and scale, with marks in the place of what differs between customers.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from survey.domain.brands import NO_BRAND, Brand, accents
from survey.domain.invitations import token_of
from survey.domain.languages import direction
from survey.domain.message_ids import Letter, message_id
from survey.domain.piping import Facts, fill
from survey.domain.questions import Question
from survey.domain.surveys import Survey, known_answers, visible
from survey.domain.touchpoints import Customer
from survey.mail.message import LOGO_ID, Mail, one_line, usable, write
from survey.settings import SurveySettings
from survey.store.sending import Claimed
from survey.wording import TEXTS, texts_in, word

_TEMPLATES = Environment(
    loader=PackageLoader("survey"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# Private characters of Unicode: nobody types them, and no template engine changes them.
_MARK = re.compile("\ue000(\\w+)\ue001")
_MARKED = ("title", "name", "question", "low", "high", "link", "unsubscribe")
_MOST_BUTTONS = 11
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Written:
    """What a customer gets to read."""

    subject: str
    text: str
    html: str


def link_of(settings: SurveySettings, invitation_id: UUID) -> str:
    """The address that this invitation's customer opens."""
    return f"{settings.public_url}/s/{token_of(invitation_id, settings.secret_key)}"


def letter_mail(
    letter: Letter,
    settings: SurveySettings,
    item: Claimed,
    customer: Customer,
    survey: Survey,
    brand: Brand,
    now: datetime,
) -> Mail:
    """The letter to a customer who has an address. AddressUnusable when no mail server would take it."""
    recipient = usable(customer.email or "")
    link = link_of(settings, item.id)
    written = write_letter(letter, survey, item.language, _facts(item, customer), link, brand)
    sender = parseaddr(settings.mail_from)[1]
    domain = sender.rpartition("@")[2]
    more = [
        ("List-Unsubscribe", _ways_out(settings, link)),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]
    if letter == "reminder":
        first = message_id("invitation", item.id, domain, settings.secret_key)
        more += [("In-Reply-To", first), ("References", first)]
    data = write(
        sender=settings.mail_from,
        recipient=recipient,
        subject=written.subject,
        message_id=message_id(letter, item.id, domain, settings.secret_key),
        date=now,
        language=item.language,
        text=written.text,
        html=written.html,
        logo=brand.letter_picture,
        more=more,
    )
    return Mail(sender, recipient, data)


def _facts(item: Claimed, customer: Customer) -> Facts:
    """As the page tells them: it happened on a day of the customer's own calendar."""
    zone = ZoneInfo(customer.time_zone or "UTC")
    return Facts(customer.name, item.happened_at and item.happened_at.astimezone(zone), item.attributes)


def write_letter(
    letter: Letter, survey: Survey, language: str, facts: Facts, link: str, brand: Brand = NO_BRAND
) -> Written:
    """The letter in words, with buttons for the first question that has a scale and is asked in any case."""
    texts = texts_in(survey, language)
    title = one_line(fill(survey.title[language], facts, language))
    name = one_line(facts.name or "")[:_LONGEST_NAME]
    question = _first_scale(survey, facts)
    values = {"title": title, "name": name, "link": link, "unsubscribe": f"{link}/unsubscribe"}
    buttons: tuple[int, ...] = ()
    if question and question.scale:
        worded = word(replace(survey, questions=(question,)), language, texts, facts)[question.key]
        low, high = worded.ends or ("", "")
        values |= {"question": worded.text, "low": low, "high": high}
        buttons = tuple(question.scale.values)
    own = tuple(survey.texts.get(language, {}).items())
    asked = question.key if question else None
    form = _form(letter, survey.kind, language, own, brand, bool(name), asked, buttons)
    subject = texts["reminder_subject"].format(title=title) if letter == "reminder" else title
    return Written(subject, form.text.fill(values), form.html.fill({k: escape(v) for k, v in values.items()}))


class _Blanks:
    """A rendered template that is filled in for one customer after the other."""

    def __init__(self, rendered: str) -> None:
        parts = _MARK.split(rendered)
        self._fixed, self._names = parts[::2], parts[1::2]

    def fill(self, values: dict[str, str]) -> str:
        """The template with these values, which are escaped already where they need to be."""
        filled = [self._fixed[0]]
        for name, fixed in zip(self._names, self._fixed[1:], strict=True):
            filled += (str(values[name]), fixed)
        return "".join(filled)


@dataclass(frozen=True)
class _Form:
    text: _Blanks
    html: _Blanks


@lru_cache(maxsize=500)
def _form(
    letter: Letter,
    kind: str,
    language: str,
    own: tuple[tuple[str, str], ...],
    brand: Brand,
    named: bool,
    question: str | None,
    buttons: tuple[int, ...],
) -> _Form:
    text = {**_texts(kind, language), **dict(own)}
    marks = {name: f"\ue000{name}\ue001" for name in _MARKED}
    # A name may run the other way than the language; <bdi> keeps it from turning the line around.
    name = {"txt": marks["name"], "html": Markup("<bdi>%s</bdi>") % marks["name"]}
    rendered = {
        kind: _TEMPLATES.get_template(f"letter.{kind}").render(
            {
                **marks,
                "name": name[kind] if named else None,
                "language": language,
                "direction": direction(language),
                "text": text,
                "brand": brand,
                "logo_id": LOGO_ID,
                "accents": accents(brand),
                "intro": text[letter],
                "why": text[f"{letter}_why"],
                "question_key": question,
                "buttons": buttons,
            }
        )
        for kind in ("txt", "html")
    }
    return _Form(_Blanks(rendered["txt"]), _Blanks(rendered["html"]))


def _texts(kind: str, language: str) -> dict[str, str]:
    """What letters say in surveys of this kind: one about the whole relationship is about no contact."""
    texts = TEXTS.by_language.get(language, TEXTS.by_language["en"])
    prefix = f"{kind}_"
    return {**texts, **{k.removeprefix(prefix): said for k, said in texts.items() if k.startswith(prefix)}}


def _first_scale(survey: Survey, facts: Facts) -> Question | None:
    for question in visible(survey, {}, known_answers(survey, facts)):
        if question.scale and len(question.scale.values) <= _MOST_BUTTONS:
            return question
    return None


def _ways_out(settings: SurveySettings, link: str) -> str:
    ways = [f"<{link}/unsubscribe>"]
    if settings.mail_unsubscribe_to:
        token = quote(link.rpartition("/")[2])
        ways.append(f"<mailto:{settings.mail_unsubscribe_to}?subject=unsubscribe%20{token}>")
    return ", ".join(ways)
