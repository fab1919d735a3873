"""Predict who is unhappy without having said so: on their way, no answer, and a journey like that of detractors."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection

from scoring.domain.at_risk_definitions import model_of
from scoring.domain.at_risk_factors import complaint_types, history
from scoring.domain.at_risk_models import Model
from scoring.domain.at_risk_programmes import is_held_out
from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.journeys import Journey
from scoring.store import (
    at_risk_models,
    at_risk_outreach,
    at_risk_predictions,
    at_risk_programmes,
    journeys,
    touchpoints,
)
from scoring.store.at_risk_predictions import Prediction
from scoring.store.at_risk_programmes import ProgrammeVersion
from scoring.use_cases.gather_touchpoints import People, gather_touchpoints
from shared import events
from shared.events import Event
from shared.ids import new_id

# What was not worked out again for so long is thrown away; so is who was drawn and reached so long ago.
PREDICTION_DAYS, OUTREACH_DAYS = 30, 365
_BATCH = 500


@dataclass(frozen=True, slots=True)
class _Course:
    """A journey on which people are reached out to."""

    journey: Journey
    model: Model
    model_version: int
    programme: ProgrammeVersion


def mark_at_risk(connection: Connection, *, now: datetime) -> None:
    """Have everybody be looked at who may be at risk, and throw away what is too old to keep."""
    # Who predicts holds marks and then predictions, of all journeys; here it is one journey after the other.
    touchpoints.lock(connection)
    for journey in _courses(connection):
        at_risk_predictions.mark(connection, journey, now)
    at_risk_predictions.forget_old(connection, now - timedelta(days=PREDICTION_DAYS))
    at_risk_outreach.forget_old(connection, now - timedelta(days=OUTREACH_DAYS))


def predict_at_risk(connection: Connection, *, secret: str, now: datetime) -> int:
    """A batch of those who are marked; how many that were. 0 means that all have been looked at.

    Who reaches the programme's line for the first time is drawn: on the list or held out, for good.
    """
    # No erasure comes between what is read and what is kept.
    touchpoints.lock(connection)
    due = at_risk_predictions.take(connection, _BATCH)
    if not due:
        return 0
    people = gather_touchpoints(connection, {person for person, _ in due})
    courses = _courses(connection)
    complaints = complaint_types(design.journey for design in journeys.in_force(connection))
    drawn = _drawn(at_risk_outreach.arms(connection, people.person_of), people)
    found = []
    for person, journey in sorted({(people.person_of[person], journey) for person, journey in due}):
        course, known = courses.get(journey), people.touchpoints.get(person, ())
        past = history(course.journey, complaints, known, now) if course else None
        if course is None or past is None:
            continue
        probability = course.model.probability(past.factors)
        if probability >= course.programme.programme.from_probability:
            held_out = drawn.get((person, journey))
            if held_out is None:
                held_out = is_held_out(secret, course.programme.programme, person)
            reasons = course.model.reasons(past.factors)
            place = (person, journey, past.started_at, past.segment)
            found.append(Prediction(*place, probability, reasons, course.model_version, held_out))
    at_risk_predictions.replace(connection, due, found, now)
    new = [one for one in found if (one.person, one.journey) not in drawn]
    versions = {journey: course.programme.version for journey, course in courses.items()}
    at_risk_outreach.assign(connection, new, versions, now)
    _tell(connection, new, versions, now)
    return len(due)


def _courses(connection: Connection) -> dict[str, _Course]:
    """By journey: only those with a programme and a model that may be used."""
    programmes, models = at_risk_programmes.in_force(connection), at_risk_models.in_use(connection)
    return {
        key: _Course(design.journey, model_of(models[key].definition), models[key].version, programmes[key])
        for design in journeys.in_force(connection)
        if (key := design.journey.key) in programmes and key in models
    }


def _drawn(arms: Mapping[tuple[str, str], bool], people: People) -> dict[tuple[str, str], bool]:
    """Who was held out under any key of theirs stays so."""
    found: dict[tuple[str, str], bool] = {}
    for (key, journey), held_out in arms.items():
        place = people.person_of[key], journey
        found[place] = held_out or found.get(place, False)
    return found


def _tell(
    connection: Connection, new: Iterable[Prediction], versions: Mapping[str, int], now: datetime
) -> None:
    """How many were drawn, never who; of a few not even how many, since the log has more readers than the list."""
    drawn = Counter((one.journey, one.held_out) for one in new)
    told = []
    for journey in sorted({journey for journey, _ in drawn}):
        data = {
            "journey": journey,
            "programme_version": versions[journey],
            "listed": _enough(drawn[journey, False]),
            "held_out": _enough(drawn[journey, True]),
        }
        told.append(Event(new_id(), "scoring.at_risk.drawn", journey, now, "predict-at-risk", data))
    events.append(connection, told)


def _enough(n: int) -> int | None:
    return n if n >= SMALLEST_SHOWN else None
