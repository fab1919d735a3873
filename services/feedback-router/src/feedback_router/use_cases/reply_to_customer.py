"""Reply to the customer of an item: by mail where there is an address, else on the page of their complaint."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from feedback_router.domain.actors import Actor
from feedback_router.domain.complaints import Complaint, reference_of
from feedback_router.domain.dates import spoken
from feedback_router.domain.feedback import Feedback, Transition
from feedback_router.domain.messages import Message
from feedback_router.domain.replies import Reply
from feedback_router.domain.states import Acknowledge
from feedback_router.reply_templates import templates
from feedback_router.store import complaints, feedback, messages, replies, rules
from feedback_router.use_cases.advance_feedback import Occasion, move, told
from shared import events
from shared.i18n import LANGUAGES, Texts
from shared.problems import Problem, invalid, not_found
from shared.settings import Settings

_TEXTS = Texts.of("feedback_router")


@dataclass(frozen=True)
class Draft:
    """What the team wants to say: their own `text`, or a `template`. Without a language it is the customer's."""

    id: UUID
    text: str | None
    template: str | None
    subject: str | None
    language: str | None


def reply_to_customer(
    connection: Connection,
    feedback_id: UUID,
    draft: Draft,
    settings: Settings,
    *,
    by: Actor,
    now: datetime,
    request_id: str,
) -> Reply:
    """The reply, once by its id. Who replies has seen the item.

    Problem: 404 when the actor sees no such item, 409 when nobody can be reached or another reply has the id, 422 when
    the template is unknown or tells of a resolution that is not there.
    """
    item = feedback.lock(connection, feedback_id, by.team)
    if item is None:
        raise not_found("feedback item")
    known = replies.get(connection, draft.id)
    if known:
        return _the_same(known, feedback_id, draft)
    complaint = complaints.of_item(connection, feedback_id)
    if item.customer_key is None and complaint is None:
        raise Problem(409, "Nobody can be reached about this: the customer left no address.")
    occasion = Occasion(by.name, now, request_id)
    item = move(connection, item, Acknowledge(), rules.in_force(connection).book, occasion)
    reply = _written(connection, item, complaint, draft, occasion)
    if not replies.insert(connection, reply):
        raise Problem(409, "Another reply has this id already.")
    if item.customer_key:
        body = _mail(item.customer_key, reply, complaint, settings)
        messages.put(connection, Message(reply.id, item.id, "reply", body), now)
    detail = {"reply_id": str(reply.id)}
    feedback.keep_step(
        connection, item.id, Transition(now, "reply", item.status, item.status, by.name, None, detail)
    )
    events.append(connection, [told(item, "replied", occasion, **detail)])
    return reply


def _written(
    connection: Connection, item: Feedback, complaint: Complaint | None, draft: Draft, occasion: Occasion
) -> Reply:
    language = draft.language or (complaint.language if complaint else item.language)
    if language not in LANGUAGES:
        language = "en"
    subject, text = _TEXTS.say(language, "reply_subject"), draft.text or ""
    if draft.template:
        subject, text = _filled(connection, item, complaint, draft.template, language)
    return Reply(
        id=draft.id,
        feedback_id=item.id,
        at=occasion.at,
        by=occasion.by,
        template=draft.template,
        language=language,
        subject=draft.subject or subject,
        text=text,
        state="waiting" if item.customer_key else "page",
    )


def _filled(
    connection: Connection, item: Feedback, complaint: Complaint | None, key: str, language: str
) -> tuple[str, str]:
    template = templates().get(key)
    if template is None:
        raise invalid({"template": [f"There is no template {key!r}."]})
    if "{what_was_done}" in template.text[language] and item.what_was_done is None:
        raise invalid({"template": ["This tells what was done; resolve the item first."]})
    team = rules.in_force(connection).book.team(item.team)
    zone = (complaint.time_zone if complaint else None) or team.calendar.time_zone
    values = {
        "team": team.name,
        "solved_by": spoken(item.resolve_by, zone, language),
        "what_was_done": item.what_was_done,
    }
    return template.subject[language].format(**values), template.text[language].format(**values).strip()


def _mail(
    customer_key: str, reply: Reply, complaint: Complaint | None, settings: Settings
) -> dict[str, object]:
    text = reply.text
    if complaint:
        link = f"{settings.public_url}/c/{reference_of(complaint.id, settings.secret_key)}"
        text = f"{text}\n\n{_TEXTS.say(reply.language, 'reply_link', link=link)}"
    return {
        "to": {"customer_key": customer_key},
        "language": reply.language,
        "subject": reply.subject,
        "text": text,
        "reference": str(reply.feedback_id),
    }


def _the_same(known: Reply, feedback_id: UUID, draft: Draft) -> Reply:
    """Sent again, it is answered the same. What is not said is as it was filled in."""
    filled = (known.feedback_id, known.template, known.text, known.subject, known.language)
    sent = (
        feedback_id,
        draft.template,
        known.text if draft.text is None else draft.text,
        draft.subject or known.subject,
        draft.language or known.language,
    )
    if filled != sent:
        raise Problem(409, "Another reply has this id already.")
    return known
