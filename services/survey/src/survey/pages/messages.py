"""Messages as sheets: thanks, why there is nothing to answer, an apology, and how to have no more surveys."""

import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from survey.domain.surveys import Survey
from survey.pages.frames import Frame
from survey.pages.moulds import Mould, slot
from survey.pages.sheets import Sheet, policy, render
from survey.wording import TEXTS, texts_in

# By which link a message leads on: to change the answer, or to give the next one.
Way = Literal["change", "again"] | None


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
    page = render("message.html", TEXTS.by_language[language], language, nonce, frame, **said)
    return Sheet(status, page.encode(), policy(nonce))


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
    page = render(
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
    return Sheet(200, page.encode(), policy(nonce))


@lru_cache(maxsize=1000)
def _message(name: str, language: str, frame: Frame, own: tuple[tuple[str, str], ...], way: Way) -> Mould:
    text = {**TEXTS.by_language.get(language, TEXTS.by_language["en"]), **dict(own)}
    page = render(
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
    return Sheet(status, mould.cast({**values, "nonce": nonce.encode()}), policy(nonce))
