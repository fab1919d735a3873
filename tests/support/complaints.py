"""What Ana, Bruno and Carla say, as the survey's event log tells it, and the rules that bring it to a team."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.events import Event
from shared.follower import Batch, Fetch
from shared.ids import derived_id, new_id
from survey.domain.questions import Question
from survey.domain.responses import Response, told
from survey.domain.surveys import Survey

SUBMITTED_AT = datetime(2026, 11, 20, 10, tzinfo=UTC)

BOOK: dict[str, Any] = {
    "teams": [
        {"key": "billing", "name": "Billing", "description": "Bills, charges, refunds"},
        {"key": "network", "name": "Network", "description": "Connections and outages"},
        {"key": "triage", "name": "Triage", "description": "Looks at what no rule matches"},
    ],
    "triage": "triage",
    "rules": [
        {"key": "bills", "team": "billing", "words": ["invoice", "factur*", "charged twice"]},
        {"key": "outages", "team": "network", "words": ["outage", "no internet", "se corta"]},
    ],
}

_SURVEY = Survey(
    key="after-support",
    kind="transactional",
    languages=("en", "es", "pt"),
    title={},
    questions=(
        Question("recommend", "nps", {}),
        Question("comment", "text", {}),
        Question("wish", "text", {}),
    ),
)
_PEOPLE = {
    "ana": ("es", {"journey": "complain", "stage": "resolve", "channel": "phone", "owner": "support"}),
    "bruno": ("en", {"journey": "join", "stage": "install", "channel": "web", "segment": "home"}),
    "carla": ("pt", {}),
}


def said(
    who: str, comment: str | None, *, number: int = 1, wish: str | None = None, nps: int | None = 2
) -> Event:
    """The event that tells this person's answer number `number`; the same person and number is the same response."""
    language, context = _PEOPLE[who]
    given = {"recommend": nps, "comment": comment, "wish": wish}
    response = Response(
        id=derived_id("test", who, str(number)),
        survey=_SURVEY.key,
        version=1,
        customer_key=who,
        source="invitation",
        language=language,
        context=context,
        answers={question: value for question, value in given.items() if value is not None},
        submitted_at=SUBMITTED_AT,
    )
    data = told(response, _SURVEY)
    return Event(
        new_id(), "survey.response.submitted", data["response_id"], SUBMITTED_AT, f"{who}-{number}", data
    )


def touched(who: str | None, number: int, *, journey: str | None = "complain", hours: float = 1) -> Event:
    """The event that tells of this person's call number `number`, so many hours before they complain."""
    data = {
        "source": "/crm",
        "id": f"call-{number}",
        "type": "support.case.closed",
        "customer_key": who,
        "journey": journey,
        "stage": "resolve",
        "channel": "phone",
        "owner": "support",
        "segment": None,
        "attributes": {"minutes": 12},
    }
    at = SUBMITTED_AT - timedelta(hours=hours)
    event_id = derived_id("touched", str(who), str(number))
    return Event(event_id, "survey.touchpoint.received", f"call-{number}", at, "request-1", data)


def erased(*answers: Event) -> Event:
    """The survey service has erased who gave these answers."""
    data = {
        "customer": "5f3a",
        "responses": [event.subject for event in answers],
        "events": [str(event.id) for event in answers],
    }
    return Event(new_id(), "survey.customer.erased", "5f3a", SUBMITTED_AT, "request-1", data)


def feed(*events: Event, page: int = 500) -> Fetch:
    """An event log whose cursor is the number of events that were read."""

    def fetch(after: str, limit: int) -> Batch:
        start = int(after or 0)
        found = list(events[start : start + min(limit, page)])
        end = start + len(found)
        return Batch(found, str(end) if end else "", more=end < len(events))

    return fetch
