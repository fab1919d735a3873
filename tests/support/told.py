"""Events as the survey service and the router tell them, and a log that is read page by page from memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from shared.events import Event
from shared.follower import Batch, Fetch

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
_NAMES = UUID(int=7)
DEFINITIONS = {"nps": "nps-0-10", "ces": "ces-2.0-1-7", "csat": "csat-1-5"}
RELATIONSHIP = {"kind": "relationship"}
_QUESTIONS = {"nps": "recommend", "ces": "effort", "csat": "satisfied"}


def submitted(name: str, /, *, at: datetime = AT, received_at: datetime | None = None, **data: Any) -> Event:
    """`survey.response.submitted`: the scores of Ana's response of this name, such as nps=9, after a call."""
    scores = [
        {"question": _QUESTIONS[kind], "type": kind, "definition": DEFINITIONS[kind], "value": data.pop(kind)}
        for kind in DEFINITIONS
        if kind in data
    ]
    told = {
        "response_id": str(uuid5(_NAMES, name)),
        "survey": "after-support",
        "version": 1,
        "kind": "transactional",
        "customer_key": "ana",
        "language": "es",
        "submitted_at": at.isoformat(),
        "journey": "complain",
        "stage": "resolve",
        "channel": "phone",
        "owner": "support",
        "segment": None,
        "scores": scores,
        "choices": [{"question": "resolved", "value": "yes"}],
        "comments": [{"question": "comment", "text": "Todo bien."}],
        **data,
    }
    return Event(
        uuid4(), "survey.response.submitted", told["response_id"], received_at or at, "request-1", told
    )


def corrected(name: str, /, revision: int, **data: Any) -> Event:
    """`survey.response.corrected`: the whole new state of Ana's response of this name."""
    return replace(submitted(name, revision=revision, **data), type="survey.response.corrected")


def received(id_: str, *, at: datetime = AT, source: str = "/crm", **attributes: Any) -> Event:
    """`survey.touchpoint.received`: Ana's touchpoint with these attributes."""
    data = {
        "source": source,
        "id": id_,
        "type": "contact.closed",
        "customer_key": "ana",
        "journey": "complain",
        "channel": "phone",
        "attributes": attributes,
    }
    return Event(uuid4(), "survey.touchpoint.received", id_, at, "request-1", data)


def invited(name: str, step: str = "scheduled", *, at: datetime = AT, **data: Any) -> Event:
    """`survey.invitation.<step>` of the invitation that Ana's response of this name answers."""
    id_ = str(uuid5(_NAMES, name))
    told = {
        "invitation_id": id_,
        "customer_key": "ana",
        "survey": "after-support",
        "version": 1,
        "reason": None,
    }
    if step in ("scheduled", "handed_out", "suppressed"):
        place = {"journey": "complain", "stage": "resolve", "channel": "phone", "owner": "support"}
        told = {**told, "trigger": "after-call", **place}
    return Event(uuid4(), f"survey.invitation.{step}", id_, at, "request-1", {**told, **data})


def several(name: str, values: Sequence[int], *, score: str = "nps", **data: Any) -> list[Event]:
    """One response a value."""
    return [submitted(f"{name}-{number}", **{**data, score: value}) for number, value in enumerate(values)]


def nps_values(detractors: int, passives: int, promoters: int) -> list[int]:
    """So many of each."""
    return [0] * detractors + [7] * passives + [10] * promoters


def routed(name: str, *, at: datetime = AT, step: str = "routed", **data: Any) -> Event:
    """`router.feedback.routed`: a comment of Bruno's went to the billing team; or stays there, `kept` as praise."""
    return _news(
        step,
        name,
        at,
        response_id=str(uuid5(_NAMES, f"response of {name}")),
        question="comment",
        survey_version=1,
        customer_key="bruno",
        language="es",
        sentiment="negative",
        rule="bills",
        reason="The comment says 'factura'.",
        rules_version=1,
        submitted_at=at.isoformat(),
        **data,
    )


def acknowledged(
    name: str, *, at: datetime = AT, after: timedelta = timedelta(hours=1), **data: Any
) -> Event:
    """`router.feedback.acknowledged`, so long after the routing at `at`."""
    told = {"routed_at": at.isoformat(), "acknowledged_at": (at + after).isoformat(), "by": "carla"}
    return _news("acknowledged", name, at + after, **told, **data)


def rerouted(name: str, *, at: datetime = AT, after: timedelta = timedelta(hours=1), **data: Any) -> Event:
    """`router.feedback.rerouted`, so long after the routing at `at`; the team is the new one."""
    told = {"routed_at": at.isoformat(), "from_team": "billing", "handovers": 1, "by": "carla"}
    return _news("rerouted", name, at + after, **told, **data)


def resolved(name: str, *, at: datetime = AT, after: timedelta = timedelta(hours=2), **data: Any) -> Event:
    """`router.feedback.resolved`, so long after the routing at `at`."""
    moment = (at + after).isoformat()
    told = {"routed_at": at.isoformat(), "acknowledged_at": moment, "resolved_at": moment, "by": "carla"}
    return _news("resolved", name, at + after, **told, **data)


def withdrawn(name: str, *, at: datetime = AT, **data: Any) -> Event:
    """`router.feedback.withdrawn`: it was none after all."""
    told = {"status": "withdrawn", "routed_at": AT.isoformat(), "by": "carla"}
    return _news("withdrawn", name, at, **{**told, **data})


def reopened(name: str, *, at: datetime = AT, **data: Any) -> Event:
    """`router.feedback.reopened`: it was not resolved after all."""
    told = {"status": "reopened", "routed_at": AT.isoformat(), "by": "carla"}
    return _news("reopened", name, at, **{**told, **data})


def log_of(events: Sequence[Event], page: int = 500) -> Fetch:
    """Reads these events, so many at once."""

    def fetch(after: str, limit: int) -> Batch:
        start = int(after or 0)
        end = min(start + min(limit, page), len(events))
        return Batch(list(events[start:end]), str(end), more=end < len(events))

    return fetch


def _news(step: str, name: str, moment: datetime, **data: Any) -> Event:
    feedback_id = str(uuid5(_NAMES, name))
    told = {
        "feedback_id": feedback_id,
        "team": "billing",
        "survey": "after-support",
        "journey": "complain",
        "stage": "resolve",
        "channel": "phone",
        "owner": "support",
        "segment": None,
        **data,
    }
    return Event(uuid4(), f"router.feedback.{step}", feedback_id, moment, "request-1", told)
