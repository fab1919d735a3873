"""Sheets: what a customer sees who follows a survey's link."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from jinja2 import ChoiceLoader, Environment, PackageLoader, select_autoescape

from shared import web
from survey.domain.answers import AnswerError, Answers, read_answer
from survey.domain.languages import NAMES, direction
from survey.domain.piping import NOTHING_KNOWN, Facts
from survey.domain.questions import Question
from survey.domain.surveys import Survey
from survey.pages.frames import Frame
from survey.pages.moulds import Mould, Slots, fits, slot
from survey.use_cases.find_fresh_form import FreshForm, fresh
from survey.use_cases.find_invitation import Found
from survey.wording import TEXTS, texts_in, word

_TEMPLATES = Environment(
    loader=ChoiceLoader([PackageLoader("survey"), PackageLoader("shared")]),
    autoescape=select_autoescape(["html"]),
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.policies["json.dumps_kwargs"] = {}
# A published version never changes, and neither does what is the same for all its customers, until the brand does.
_moulds: dict[tuple[str, int, str, tuple[tuple[str, str], ...]], tuple[Survey, Frame, Mould | None]] = {}
_MOULDS_AT_MOST = 1000
# Notices that a customer must not miss: something did not go as they meant.
_ALERTS = frozenset({"overtaken_text", "sent_before_text", "lost_stamp_text", "busy_text"})

# What is in a form's field or was chosen before, by the field's name; several where several can be chosen.
Given = Mapping[str, Sequence[str]]
# Whether an answer is known to be somebody's, or nobody is asked, or nobody can ever know.
Mode = Literal["known", "open", "anonymous"]
# By which link a message leads on: to change the answer, or to give the next one.
Way = Literal["change", "again"] | None


class Sheet(NamedTuple):
    """A page with its status, and what it may do."""

    status: int
    body: bytes
    policy: str
    more: tuple[tuple[str, str], ...] = ()

    @property
    def headers(self) -> dict[str, str]:
        """All that browsers are told beside the page."""
        return {**web.PAGE_HEADERS, "Content-Security-Policy": self.policy, **dict(self.more)}


@dataclass(frozen=True)
class Paper:
    """A form as it is printed: what it asks, and where it goes.

    By its `stamp` a form is known when it comes back; where there is none, its link is its customer's alone, and its
    `showing` says when it was shown. Nothing is stored before it is sent unless it `saves`; on a `kiosk` it is emptied
    for the next one when somebody walks away from it.
    """

    survey: Survey
    action: str
    frame: Frame
    mode: Mode
    facts: Facts = NOTHING_KNOWN
    known: Answers = field(default_factory=dict)
    stamp: str | None = None
    showing: str | None = None
    saves: bool = False
    kiosk: bool = False


@dataclass(frozen=True)
class Filling:
    """How one customer's form differs from a fresh one.

    `made_for` is the revision of the answer that it shows, 0 for none. `carried` is what the links to the other
    languages carry along. `notice` is the key of what to say above the questions.
    """

    given: Given = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    made_for: int = 0
    carried: tuple[tuple[str, str], ...] = ()
    notice: str | None = None
    status: int = 200


def fresh_form(
    asked: FreshForm,
    token: str,
    language: str,
    frame: Frame,
    showing: str,
    pressed: tuple[tuple[str, str], ...] = (),
) -> Sheet:
    """The form as it is for who has not chosen anything, save for the scores whose button in the mail was pressed."""
    mould = _mould(asked, language, frame, pressed) if len(pressed) < 2 and not asked.known else None
    if mould is None:
        blank = _blank(asked, token, frame, showing)
        return form(blank, language, Filling(_given(pressed), carried=pressed))
    nonce = secrets.token_urlsafe(12)
    values = {"token": token.encode(), "nonce": nonce.encode(), "showing": showing.encode()}
    body = mould.cast(values, asked.facts)
    return Sheet(200, body, _policy(nonce))


def _blank(form: FreshForm, token: str, frame: Frame, showing: str | None = None) -> Paper:
    """The form with nothing chosen. Of an anonymous one nobody notes when it was shown."""
    anonymous = form.survey.anonymous
    return Paper(
        form.survey,
        f"/s/{token}",
        frame,
        "anonymous" if anonymous else "known",
        form.facts,
        form.known,
        showing=None if anonymous else showing,
        saves=not anonymous,
    )


def paper(found: Found, token: str, frame: Frame) -> Paper:
    """The form of a customer's own link, once something was chosen in it."""
    return replace(_blank(fresh(found), token, frame), saves=not (found.survey.anonymous or found.answered))


def form(paper: Paper, language: str, filling: Filling) -> Sheet:
    """The form as this customer left it."""
    nonce = secrets.token_urlsafe(12)
    return Sheet(filling.status, _form(paper, language, filling, nonce).encode(), _policy(nonce))


def thanks(survey: Survey, language: str, frame: Frame, change: str | None) -> Sheet:
    """The answer is there; the token of the link by which it can be changed, while that is possible."""
    values = {} if change is None else {"token": change.encode()}
    name = "anonymous" if survey.anonymous else "thanks"
    way: Way = None if change is None else "change"
    return _cast(200, _message(name, language, frame, _own(survey, language), way), values)


def next_please(survey: Survey, language: str, frame: Frame, token: str, after_s: int | None) -> Sheet:
    """Thanks by an open link; on a kiosk, the form comes back for the next one by itself, or at once by a button."""
    name = "anonymous" if survey.anonymous else "thanks"
    way: Way = None if after_s is None else "again"
    sheet = _cast(
        200, _message(name, language, frame, _own(survey, language), way), {"token": token.encode()}
    )
    return sheet if after_s is None else sheet._replace(more=(("Refresh", f"{after_s}; url=/o/{token}"),))


def message(status: int, name: str, language: str, frame: Frame, survey: Survey | None = None) -> Sheet:
    """Why there is nothing to answer: the link is `unknown`, `expired`, `revoked` or `closed`."""
    return _cast(status, _message(name, language, frame, _own(survey, language), None), {})


def apology(status: int, words: tuple[str, str], language: str, frame: Frame) -> Sheet:
    """Something went wrong: a title and what to do, in words that are no survey's."""
    nonce = secrets.token_urlsafe(12)
    said = {"title": words[0], "body": words[1], "change": None, "again": None}
    page = _render("message.html", TEXTS.by_language[language], language, nonce, frame, **said)
    return Sheet(status, page.encode(), _policy(nonce))


def unsubscribing(
    token: str, survey: Survey, language: str, frame: Frame, values: Mapping[str, str]
) -> Sheet:
    """The page with one button, which stops surveys or begins them again. `values` are keys of texts, and its field."""
    text = texts_in(survey, language)
    nonce = secrets.token_urlsafe(12)
    said = {
        "title": text[f"{values['said']}_title"],
        "body": text[f"{values['said']}_text"],
        "button": text[values["button"]],
    }
    page = _render(
        "unsubscribe.html",
        text,
        language,
        nonce,
        frame,
        **said,
        token=token,
        field=values["field"],
        value=values["value"],
    )
    return Sheet(200, page.encode(), _policy(nonce))


def read_pressed(survey: Survey, query: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The scores whose button in the mail was pressed. Nothing else is ever chosen beforehand."""
    return tuple(
        (question.key, query[question.key].strip())
        for question in survey.questions
        if question.key in query and question.scale and _is_answer(question, query[question.key])
    )


def shown(answers: Answers) -> dict[str, list[str]]:
    """Answers as the form's fields hold them."""
    return {key: value if isinstance(value, list) else [str(value)] for key, value in answers.items()}


def raw(survey: Survey, given: Given) -> dict[str, object]:
    """A form's fields as answers are read from: lists only where several can be chosen."""
    several = {question.key for question in survey.questions if question.type == "multiple"}
    return {name: list(values) if name in several else values[0] for name, values in given.items()}


def _is_answer(question: Question, raw: str) -> bool:
    try:
        return read_answer(question, raw) is not None
    except AnswerError:
        return False


def _given(pressed: tuple[tuple[str, str], ...]) -> Given:
    return {key: [value] for key, value in pressed}


def _mould(
    asked: FreshForm, language: str, frame: Frame, pressed: tuple[tuple[str, str], ...]
) -> Mould | None:
    """None where a survey's texts can't be told from slots."""
    survey = asked.survey
    name = (survey.key, asked.version, language, pressed)
    survey_then, frame_then, mould = _moulds.get(name, (None, None, None))
    if survey_then is not survey or frame_then != frame:
        mould = None
        if fits(survey):
            nobody = _blank(asked._replace(facts=Slots(), known={}), slot("token"), frame, slot("showing"))
            filling = Filling(_given(pressed), carried=pressed)
            mould = Mould.of(_form(nobody, language, filling, slot("nonce")), language)
        if len(_moulds) >= _MOULDS_AT_MOST:
            _moulds.clear()
        _moulds[name] = (survey, frame, mould)
    return mould


def _form(paper: Paper, language: str, filling: Filling, nonce: str) -> str:
    survey = paper.survey
    text = texts_in(survey, language)
    questions = [question for question in survey.questions if question.key not in paper.known]
    return _render(
        "response.html",
        text,
        language,
        nonce,
        paper.frame,
        survey=survey,
        questions=questions,
        has_conditions=any(question.show_if for question in questions),
        saves=paper.saves,
        kiosk=paper.kiosk,
        worded=word(survey, language, text, paper.facts),
        known={key: value if isinstance(value, list) else [value] for key, value in paper.known.items()},
        action=paper.action,
        mode=paper.mode,
        stamp=paper.stamp,
        showing=paper.showing,
        names=NAMES,
        alerts=_ALERTS,
        given=filling.given,
        faults=filling.faults,
        made_for=filling.made_for,
        carried=filling.carried,
        notice=filling.notice,
    )


@lru_cache(maxsize=1000)
def _message(name: str, language: str, frame: Frame, own: tuple[tuple[str, str], ...], way: Way) -> Mould:
    text = {**TEXTS.by_language.get(language, TEXTS.by_language["en"]), **dict(own)}
    page = _render(
        "message.html",
        text,
        language,
        slot("nonce"),
        frame,
        title=text[f"{name}_title"],
        body=text[f"{name}_text"],
        change=f"/s/{slot('token')}" if way == "change" else None,
        again=f"/o/{slot('token')}" if way == "again" else None,
    )
    return Mould.of(page, language)


def _own(survey: Survey | None, language: str) -> tuple[tuple[str, str], ...]:
    """The survey's own words for what the service says, in a language that the service does not speak."""
    return tuple(survey.texts.get(language, {}).items()) if survey else ()


def _cast(status: int, mould: Mould, values: dict[str, bytes]) -> Sheet:
    nonce = secrets.token_urlsafe(12)
    return Sheet(status, mould.cast({**values, "nonce": nonce.encode()}), _policy(nonce))


def _render(
    template: str, text: Mapping[str, str], language: str, nonce: str, frame: Frame, **values: Any
) -> str:
    return _TEMPLATES.get_template(template).render(
        language=language, direction=direction(language), text=text, nonce=nonce, frame=frame, **values
    )


def _policy(nonce: str) -> str:
    """This page's own style and script and nothing else; a form that goes home, and so does what the script saves."""
    return (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; "
        "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
