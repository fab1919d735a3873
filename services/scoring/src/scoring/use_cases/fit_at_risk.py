"""Make a model of who is at risk on a journey, and keep it with its test, or with why it is not used."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection

from scoring.domain.at_risk_factors import complaint_types, history
from scoring.domain.at_risk_models import Known
from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.journeys import Journey
from scoring.domain.scales import NPS, Box
from scoring.store import at_risk_answers, at_risk_models, journeys
from scoring.use_cases.gather_touchpoints import gather_touchpoints
from shared import events
from shared.events import Event
from shared.ids import new_id
from shared.versions import Published

# The newest. More would change little, and what is long past says less of today.
MOST_ANSWERS = 10_000


@dataclass(frozen=True, slots=True)
class Gathered:
    """Answers with what had happened before them, and the digest by which one can see that they are the same."""

    known: tuple[Known, ...]
    digest: str


def gather_known(connection: Connection, journey: Journey, kind: str) -> Gathered:
    """The first answer in each case; one outside of any case tells nothing of the way there."""
    answers = at_risk_answers.newest(connection, journey.key, kind, MOST_ANSWERS)
    people = gather_touchpoints(connection, {answer.customer_key for answer in answers})
    complaints = complaint_types(design.journey for design in journeys.in_force(connection))
    known: dict[tuple[str, datetime], Known] = {}
    facts = []
    for answer in sorted(answers, key=lambda one: (one.submitted_at, one.id)):
        person = people.person_of[answer.customer_key]
        moment = answer.submitted_at
        found = history(journey, complaints, people.touchpoints.get(person, ()), moment)
        if found is None or (person, found.started_at) in known:
            continue
        detractor = NPS.box_of(answer.value) is Box.LOW
        known[person, found.started_at] = Known(moment, found.segment or "", found.factors, detractor)
        facts.append([str(answer.id), detractor, found.factors])
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    return Gathered(tuple(known.values()), digest)


def keep_model(
    connection: Connection, journey: str, definition: dict[str, Any], *, now: datetime, request_id: str
) -> Published:
    """Keep a model as the journey's next version, unless it is what the newest is."""
    published = at_risk_models.put(connection, journey, definition, now)
    if published.is_new:
        refused = definition["refused"]
        data = {
            "journey": journey,
            "version": published.version,
            "n": definition["n"] if definition["n"] >= SMALLEST_SHOWN else None,
            "refused": refused["reason"] if refused else None,
        }
        events.append(
            connection, [Event(new_id(), "scoring.at_risk_model.made", journey, now, request_id, data)]
        )
    return published
