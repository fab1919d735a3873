"""A survey service whose mail goes somewhere, and what tests do with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from shared.clock import now
from support.apps import INTERNAL_KEY, Running, running
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_EMAIL, case_closed
from survey.app import create_app
from survey.domain.message_ids import Letter
from survey.letters import letter_mail
from survey.mail.outbox import Outbox
from survey.settings import SurveySettings
from survey.use_cases.send_invitations import send_invitations
from survey.use_cases.send_reminders import send_reminders

INTERNAL = {"Authorization": f"Bearer {INTERNAL_KEY}"}


@contextmanager
def asking_by_mail(settings: SurveySettings, smtp_url: str, **trigger: Any) -> Iterator[Running]:
    """The survey service with a survey that goes out by mail; everybody may be asked as often as the tests like."""
    with running(create_app(replace(settings, smtp_url=smtp_url))) as it:
        key = it.key("surveys:write", "touchpoints:write")
        assert it.post("/survey/v1/surveys", AFTER_SUPPORT, key).status_code == 200
        assert it.post("/survey/v1/triggers", {**AFTER_SUPPORT_BY_EMAIL, **trigger}, key).status_code == 200
        yield it


def invite(house: Running, *numbers: int, **customer: str) -> None:
    """Close cases of one customer, Ana if nobody else is named."""
    key = house.key("touchpoints:write")
    cases = [case_closed(number, channel="web", **customer) for number in numbers]
    assert house.post("/survey/v1/touchpoints", cases, key).status_code == 202


def send(
    house: Running,
    smtp_url: str,
    later: timedelta = timedelta(0),
    letter: Letter = "invitation",
    at_most: timedelta = timedelta(seconds=60),
    **outbox: Any,
) -> int:
    """Send what is due, or will be."""
    settings = house.service.settings
    assert isinstance(settings, SurveySettings)
    send_due = send_invitations if letter == "invitation" else send_reminders
    with Outbox(smtp_url, **{"connections": 4, **outbox}) as way_out:
        compose = partial(letter_mail, letter, settings)
        return send_due(house.service.change, way_out, compose, lambda: now() + later, at_most)


def states(house: Running) -> dict[str, int]:
    """How many invitations are in each state."""
    summary = house.get("/survey/v1/summary", INTERNAL).json
    return {item["state"]: item["n"] for item in summary["invitations"]}


def kinds(house: Running) -> list[str]:
    """The types of all events, oldest first."""
    return [event["type"] for event in house.get("/survey/v1/events?limit=500", INTERNAL).json["events"]]
