"""The form of a survey as a sheet: fresh, or as its customer left it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from survey.domain.answers import Answers
from survey.domain.languages import NAMES
from survey.domain.piping import NOTHING_KNOWN, Facts
from survey.domain.surveys import Survey
from survey.pages.fields import Given
from survey.pages.frames import Frame
from survey.pages.moulds import Mould, Slots, fits, slot
from survey.pages.sheets import Sheet, policy, render
from survey.use_cases.find_fresh_form import FreshForm, fresh
from survey.use_cases.find_invitation import Found
from survey.wording import texts_in, word

# A published version never changes, and neither does what is the same for all its customers, until the brand does.
_moulds: dict[tuple[str, int, str, tuple[tuple[str, str], ...]], tuple[Survey, Frame, Mould | None]] = {}
_MOULDS_AT_MOST = 1000
# Notices that a customer must not miss: something did not go as they meant.
_ALERTS = frozenset({"overtaken_text", "sent_before_text", "lost_stamp_text", "busy_text"})

# Whether an answer is known to be somebody's, or nobody is asked, or nobody can ever know.
Mode = Literal["known", "open", "anonymous"]


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
    return Sheet(200, body, policy(nonce))


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
    return Sheet(filling.status, _form(paper, language, filling, nonce).encode(), policy(nonce))


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
    return render(
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
