"""The pages of complaints: to make one, and to come back to it. GET only looks; no sign-in, no script, no riddles."""

from contextlib import suppress
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, request
from psycopg import Connection
from werkzeug.exceptions import RequestEntityTooLarge

from feedback_router.domain.actors import Actor
from feedback_router.domain.complaints import (
    CUSTOMER,
    LONGEST,
    Complaint,
    reference_hash,
    reference_of,
)
from feedback_router.domain.feedback import Feedback
from feedback_router.domain.states import TransitionError, Withdraw
from feedback_router.pages import complaint_forms
from feedback_router.pages.rendered import rendered
from feedback_router.pages.standing import standing_of
from feedback_router.settings import RouterSettings
from feedback_router.store import complaint_counts, complaints, feedback, replies, rules
from feedback_router.text.pipeline import Pipeline, load_pipeline
from feedback_router.use_cases.add_customers_words import add_customers_words, understand_words
from feedback_router.use_cases.advance_feedback import advance_feedback
from feedback_router.use_cases.ask_for_person import ask_for_person, has_asked
from feedback_router.use_cases.learn_routing import keep_up
from feedback_router.use_cases.send_receipt import is_receipt_sent
from feedback_router.use_cases.take_complaint import take_complaint, understand_complaint
from feedback_router.use_cases.word_reasons import plain
from shared import access, i18n, web
from shared.accepted import is_blank
from shared.clock import now
from shared.i18n import LANGUAGES, Texts
from shared.service import Service, current
from shared.settings import Settings

blueprint = Blueprint("complaints_pages", __name__, url_prefix="/c", template_folder="../templates")

_TEXTS = Texts.of("feedback_router.pages")
_NAMES = {"en": "English", "es": "Español", "pt": "Português"}


@blueprint.get("")
@access.page(access.PUBLIC)
def show_form() -> Response:
    """The empty form; or the way to a complaint whose reference was typed here."""
    language = _language(request.args.get("language"))
    if reference := request.args.get("reference", "").strip():
        return _found(reference, language)
    return _form(language, {}, {})


@blueprint.post("")
@access.page(access.PUBLIC)
def send() -> Response:
    """Keep the complaint and show its receipt; the same form again is the same complaint."""
    try:
        given, has_file = complaint_forms.read()
    except RequestEntityTooLarge:
        return _form(_language(request.args.get("language")), {}, {"file": "fault_big"}, 413)
    language = _language(given.get("_language"))
    faults = complaint_forms.faults(given, has_file=has_file)
    if faults:
        return _form(language, given, faults, 422)
    service, settings, at, pipeline = current(), _settings(), now(), _pipeline()
    sent = complaint_forms.sent(given, language)
    understood = understand_complaint(sent, settings, pipeline, now=at)
    keep_up(service.read, pipeline)
    with service.change() as connection:
        kept = take_complaint(
            connection, sent, understood, settings, pipeline, now=at, request_id=web.request_id()
        )
    if not kept:
        return _unknown(language)
    _ring(service)
    reference = reference_of(sent.id, service.settings.secret_key)
    return _to(reference, language, "received")


@blueprint.post("/begun")
@access.page(access.PUBLIC)
def count() -> Response:
    """Count that somebody began to write: the day and the language, and nothing of who it is."""
    language = _language(request.form.get("language"))
    with current().database.transaction() as connection:
        complaint_counts.count_begun(connection, now().date(), language)
    return Response(status=204, headers=web.PAGE_HEADERS)


@blueprint.get("/<reference>")
@access.page(access.PUBLIC)
def show_complaint(reference: str) -> Response:
    """How a complaint stands, overdue included, and what its customer can do."""
    with current().read() as connection:
        complaint = _find(connection, reference)
        if complaint is None:
            return _unknown(_language(request.args.get("language")))
        return _state(connection, complaint, request.args.get("language"), request.args.get("done"))


@blueprint.post("/<reference>")
@access.page(access.PUBLIC)
def change(reference: str) -> Response:
    """Add something, ask for a person, or take the complaint back; the same again changes nothing."""
    service, text = current(), complaint_forms.read_text().strip()
    done, request_id = request.form.get("do"), web.request_id()
    # Before the transaction, and not for the other buttons, which need nothing to be understood.
    is_fit = done not in ("withdraw", "person") and not is_blank(text) and len(text) <= LONGEST
    added = understand_words(text, request.form.get("_language"), _pipeline()) if is_fit else None
    with service.change() as connection:
        complaint = _hold(connection, reference)
        if complaint is None:
            return _unknown(_language(request.form.get("_language")))
        item_id, at = complaint.feedback_id, now()
        if done == "withdraw":
            # Resolved in the meantime, it can't be: the page, which comes next, says so.
            with suppress(TransitionError):
                advance_feedback(
                    connection,
                    item_id,
                    Withdraw(plain("taken_back")),
                    service.settings,
                    by=Actor(CUSTOMER, None),
                    now=at,
                    request_id=request_id,
                )
        elif done == "person":
            ask_for_person(connection, item_id, service.settings, now=at, request_id=request_id)
        elif added is None:
            fault = "fault_add" if is_blank(text) else "fault_too_long"
            return _state(connection, complaint, request.form.get("_language"), None, text, fault)
        else:
            done = "added"
            add_customers_words(connection, item_id, added, now=at, request_id=request_id)
    return _to(reference_of(complaint.id, service.settings.secret_key), _asked_language(complaint), done)


def _settings() -> RouterSettings:
    settings = current().settings
    assert isinstance(settings, RouterSettings)  # noqa: S101  create_app() put it there
    return settings


def _pipeline() -> Pipeline:
    """Loaded by the first complaint that this process takes."""
    settings = _settings()
    return load_pipeline(encoder=settings.encoder, sentiment_model=settings.sentiment_model)


def _ring(service: Service[Settings]) -> None:
    service.bell.ring_soon(service.package, "tell_touchpoints")


def _find(connection: Connection, reference: str) -> Complaint | None:
    known_as = reference_hash(reference)
    return complaints.by_reference(connection, known_as) if known_as else None


def _hold(connection: Connection, reference: str) -> Complaint | None:
    """The same; nobody forgets it until the transaction ends."""
    complaint = _find(connection, reference)
    if complaint is None:
        return None
    feedback.lock(connection, complaint.feedback_id, None)
    # Looked for again: who waited for it may have waited for somebody to forget it.
    return _find(connection, reference)


def _found(reference: str, language: str) -> Response:
    with current().read() as connection:
        complaint = _find(connection, reference)
    if complaint is None:
        return _unknown(language)
    return _to(reference_of(complaint.id, current().settings.secret_key), language, None)


def _language(wanted: str | None) -> str:
    return wanted if wanted in LANGUAGES else i18n.best(request.accept_languages)


def _asked_language(complaint: Complaint) -> str:
    wanted = request.form.get("_language")
    return wanted if wanted in LANGUAGES else complaint.language


def _to(reference: str, language: str, done: str | None) -> Response:
    """To the complaint's own page, so that loading it again sends nothing again."""
    more = f"&done={done}" if done in ("received", "added") else ""
    return web.on_to(f"/c/{reference}?language={language}{more}")


def _form(language: str, given: dict[str, str], faults: dict[str, str], status: int = 200) -> Response:
    fields = {name: given.get(name, "") for name in ("text", "email", "order", "_zone", "_begun")}
    number = given.get("_form") or str(uuid4())
    return _page("complaint.html", language, status, given=fields, faults=faults, form=number)


def _state(
    connection: Connection,
    complaint: Complaint,
    wanted: str | None,
    done: str | None,
    given: str = "",
    fault: str | None = None,
) -> Response:
    language = wanted if wanted in LANGUAGES else complaint.language
    text = _TEXTS.by_language[language]
    item = feedback.get(connection, complaint.feedback_id, None)
    assert isinstance(item, Feedback)  # noqa: S101  no complaint without its item
    book = rules.in_force(connection).book
    asked = has_asked(connection, item.id)
    standing = standing_of(item, complaint, book, text, language, asked=asked, now=now())
    return _page(
        "complaint_state.html",
        language,
        422 if fault else 200,
        reference=reference_of(complaint.id, current().settings.secret_key),
        title=text["received_title" if done == "received" else "state_title"],
        notice=text["added"].format(team=standing.team) if done == "added" else None,
        mailed=done == "received" and is_receipt_sent(connection, complaint),
        has_address=complaint.customer_key is not None,
        standing=standing,
        replies=[
            {"at": standing.moment(reply.at), "language": reply.language, "text": reply.text}
            for reply in replies.of_item(connection, item.id)
        ],
        asked=asked,
        given=given,
        faults={"text": fault} if fault else {},
    )


def _unknown(language: str) -> Response:
    return _page("complaint_unknown.html", language, 404)


def _page(template: str, language: str, status: int, **values: Any) -> Response:
    return rendered(template, language, _TEXTS.by_language[language], status, names=_NAMES, **values)
