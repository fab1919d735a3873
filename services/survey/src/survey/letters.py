"""Letters: what an invitation says, as text and as HTML, in the customer's language."""

from email.utils import parseaddr
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from shared.i18n import Texts
from survey.domain.invitations import token_of
from survey.domain.surveys import Survey
from survey.domain.touchpoints import Customer
from survey.mail import Mail
from survey.settings import SurveySettings
from survey.store.invitations import Claimed

_TEXTS = Texts.of("survey")
_TEMPLATES = Environment(
    loader=PackageLoader("survey"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def link_of(settings: SurveySettings, invitation_id: UUID) -> str:
    """The address that this invitation's customer opens."""
    return f"{settings.public_url}/s/{token_of(invitation_id, settings.secret_key)}"


def invitation_mail(settings: SurveySettings, item: Claimed, customer: Customer, survey: Survey) -> Mail:
    """The invitation to a customer who has an address."""
    text = _TEXTS.by_language[item.language]
    values = {
        "language": item.language,
        "text": text,
        "title": survey.title[item.language],
        "name": customer.name,
        "link": link_of(settings, item.id),
    }
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    return Mail(
        sender=settings.mail_from,
        recipient=customer.email or "",
        subject=survey.title[item.language],
        text=_TEMPLATES.get_template("invitation.txt").render(values),
        html=_TEMPLATES.get_template("invitation.html").render(values),
        # The same for every attempt, so that a message that goes out twice is seen as one.
        message_id=f"<invitation-{item.id}@{domain}>",
        language=item.language,
    )
