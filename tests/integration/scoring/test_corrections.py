"""Corrections, late answers, erasures and what is told again change the rollups exactly."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.errors import LockNotAvailable

from integration.scoring.conftest import Tell
from integration.scoring.counting import counted, kept, rows
from scoring.jobs import HANDLERS
from scoring.store import recounts
from shared.events import Event
from shared.follower import follow
from support.apps import Running
from support.told import AT, corrected, invited, log_of, received, submitted

TABLES = (
    "responses, answers, choices, slices, rollups, monthly_rollups, invitations, invitation_rollups,"
    " monthly_invitation_rollups, eligibility_rollups, erased_responses, touchpoint_attributes, survey_kinds,"
    " cursors, parked_events"
)
NPS_KEPT = "SELECT sum(n), sum(total) FROM rollups WHERE type = 'nps'"


def erased(response: UUID, *events: Event) -> Event:
    data = {"customer": "5f3a", "responses": [str(response)], "events": [str(event.id) for event in events]}
    return Event(UUID(int=response.int + 1), "survey.customer.erased", "5f3a", AT, "request-1", data)


def recount(scoring: Running) -> Any:
    answer = scoring.post("/scoring/v1/recounts", None, scoring.key("rollups:write"))
    assert answer.status_code == 200
    return answer.json


def test_a_correction_takes_the_place_of_what_was_answered(scoring: Running, tell: Tell) -> None:
    tell([submitted("ana", nps=3, csat=2), corrected("ana", 2, nps=9, channel="web")])
    assert [(row[0], row[9], row[11:]) for row in kept(scoring)[0]] == [("nps", "web", (1, 0, 0, 1, 9, 81))]
    assert kept(scoring) == counted(scoring)
    assert recount(scoring)["equal"]


def test_a_partial_answer_counts_for_what_it_answers_and_grows_when_it_is_completed(
    scoring: Running, tell: Tell
) -> None:
    tell([submitted("ana", nps=9, complete=False)])
    assert [row[0] for row in kept(scoring)[0]] == ["nps"]
    tell([corrected("ana", 2, nps=9, csat=4)])
    assert [(row[0], row[11]) for row in kept(scoring)[0]] == [("csat", 1), ("nps", 1)]
    assert rows(scoring, "SELECT complete, revision FROM responses") == [(True, 2)]


def test_a_correction_whose_answer_was_never_heard_counts_as_the_answer(scoring: Running, tell: Tell) -> None:
    tell([corrected("ana", 3, nps=9)])
    tell([submitted("ana", nps=0), corrected("ana", 2, nps=5)])
    assert rows(scoring, NPS_KEPT) == [(1, 9)]


def test_a_corrected_answer_of_somebody_erased_stays_anybodys(scoring: Running, tell: Tell) -> None:
    first = submitted("ana", nps=3, touchpoint={"source": "/crm", "id": "call-1", "type": "contact.closed"})
    tell([first, erased(UUID(first.data["response_id"]), first), corrected("ana", 2, nps=9)])
    assert rows(scoring, "SELECT customer_key, touchpoint_id, revision FROM responses") == [(None, None, 2)]
    assert rows(scoring, NPS_KEPT) == [(1, 9)]


def test_a_recount_finds_and_puts_right_what_somebody_changed(scoring: Running, tell: Tell) -> None:
    tell([submitted("ana", nps=9), submitted("bruno", nps=2, channel="web"), invited("ana")])
    expected = kept(scoring)
    with scoring.service.change() as connection:
        connection.execute(b"UPDATE rollups SET n = n + 1, top = top + 1 WHERE type = 'nps' AND top = 1")
        connection.execute(b"DELETE FROM monthly_rollups")
        connection.execute(b"UPDATE invitation_rollups SET answered = 0")
        connection.execute(b"DELETE FROM monthly_invitation_rollups")
        connection.execute(b"UPDATE eligibility_rollups SET withheld = 'too_soon'")
    found = recount(scoring)
    assert found == {
        "equal": False,
        "wrong": {
            "rollups": 1,
            "monthly_rollups": 2,
            "invitation_rollups": 1,
            "monthly_invitation_rollups": 1,
            "eligibility_rollups": 2,
            "feedback_rollups": 0,
            "monthly_feedback_rollups": 0,
            "outcome_rollups": 0,
            "closing_rollups": 0,
        },
    }
    assert kept(scoring) == expected
    assert recount(scoring)["equal"]
    assert rows(scoring, "SELECT type FROM events") == [("scoring.rollups.corrected",)]


def test_a_recount_needs_its_scope(scoring: Running) -> None:
    assert scoring.post("/scoring/v1/recounts", None, scoring.key("scores:read")).status_code == 403


NAMES = ("ana", "bruno", "carla")
STATES = st.tuples(
    st.sampled_from(NAMES),
    st.integers(1, 4),
    st.fixed_dictionaries(
        {},
        optional={
            "nps": st.integers(0, 10),
            "csat": st.integers(1, 5),
            "channel": st.sampled_from(["web", "phone"]),
            "segment": st.sampled_from(["home", None]),
            "journey": st.none(),
            "kind": st.just("relationship"),
        },
    ),
)


def _later(name: str, reason: str) -> dict[str, Any]:
    """What is told of an invitation after it was made."""
    return {**invited(name, "sent").data, "reason": reason}


@st.composite
def news(draw: st.DrawFn) -> list[Event]:
    """States of three responses, touchpoints, erasures and invitations, in any order, some of them twice."""
    contents = {(name, revision): data for name, revision, data in draw(st.lists(STATES, max_size=8))}
    told: list[Event] = []
    for (name, revision), data in contents.items():
        touchpoint = {"source": "/crm", "id": f"call of {name}", "type": "contact.closed"}
        rating = {
            "question": "speed",
            "type": "rating",
            "definition": "rating-1-10-higher",
            "value": revision,
        }
        scale = {"low": 1, "high": 10, "direction": "higher"}
        selections = [{"question": "why", "values": ["price", "speed"][: 1 + revision % 2]}]
        whole: dict[str, Any] = {
            **data,
            "touchpoint": touchpoint,
            "ratings": [{**rating, **scale}],
            "selections": selections,
        }
        told.append(submitted(name, **whole) if revision == 1 else corrected(name, revision, **whole))
    for name in draw(st.sets(st.sampled_from(NAMES))):
        told.append(received(f"call of {name}", product=draw(st.sampled_from(["fibre", "mobile"]))))
        reason = draw(st.sampled_from(["too_soon", "no_address", "revoked", "answered"]))
        made = draw(st.sampled_from(["scheduled", "suppressed"]))
        told.append(
            invited(
                name,
                made,
                reason=reason if made == "suppressed" else None,
                address_changed=draw(st.booleans()),
            )
        )
        later = st.sampled_from(["sent", "failed", "suppressed", "revoked"])
        told.extend(
            replace(invited(name), type=f"survey.invitation.{step}", data=_later(name, reason))
            for step in draw(st.lists(later, min_size=1, max_size=2))
        )
    forgotten = draw(st.sets(st.sampled_from(NAMES)))
    told.extend(erased(UUID(submitted(name).data["response_id"])) for name in forgotten)
    again = draw(st.lists(st.sampled_from(told), max_size=4)) if told else []
    return draw(st.permutations([*told, *again]))


def everything(scoring: Running) -> list[tuple[Any, ...]]:
    """All rollups that hold something, with all that their slices say."""
    return rows(
        scoring,
        "SELECT rollups.*, slices.* FROM (SELECT * FROM rollups WHERE n <> 0) AS rollups"
        " JOIN slices ON id = slice_id"
        " ORDER BY type, day, digest, question, definition, option",
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=news(), page=st.integers(1, 7), seed=st.integers(0, 9))
def test_in_any_order_and_any_number_of_times_the_rollups_are_what_the_facts_give(
    scoring: Running, told: Sequence[Event], page: int, seed: int
) -> None:
    def heard(events: Sequence[Event], size: int) -> tuple[list[Any], ...]:
        with scoring.service.change() as connection:
            connection.execute(f"TRUNCATE {TABLES}".encode())
        follow(
            scoring.service.read,
            scoring.service.change,
            "survey",
            log_of(events, page=size),
            HANDLERS["survey"],
        )
        assert recount(scoring) == {"equal": True, "wrong": dict.fromkeys(recount(scoring)["wrong"], 0)}
        invitations = rows(
            scoring, "SELECT day, delivered, answered FROM invitation_rollups WHERE delivered <> 0"
        )
        eligible = rows(
            scoring,
            "SELECT day, withheld, n, address_changed FROM eligibility_rollups WHERE n <> 0 ORDER BY 1, 2",
        )
        return kept(scoring)[0], invitations, eligible

    first = heard(told, page)
    shuffled = list(told)
    random.Random(seed).shuffle(shuffled)
    assert heard(shuffled, 500) == first


@pytest.mark.parametrize("told_first", [True, False])
def test_a_declared_attribute_reaches_the_slice_whenever_its_touchpoint_is_told(
    scoring: Running, tell: Tell, told_first: bool
) -> None:
    answered = submitted(
        "ana", nps=9, touchpoint={"source": "/crm", "id": "call-1", "type": "contact.closed"}
    )
    touchpoint = received("call-1", product="fibre", agent="Diego")
    tell([touchpoint, answered] if told_first else [answered, touchpoint])
    found = everything(scoring)
    assert {row[-1]["product"] for row in found} == {"fibre"}
    assert all(set(row[-1]) == {"product"} for row in found)
    assert recount(scoring)["equal"]


def test_a_recount_waits_for_who_is_just_following(scoring: Running, tell: Tell) -> None:
    tell([submitted("ana", nps=9)])
    with scoring.service.change() as following:
        following.execute(b"SELECT position FROM cursors WHERE source = 'survey' FOR UPDATE")
        with scoring.service.change() as connection:
            connection.execute(b"SET LOCAL lock_timeout = '50ms'")
            with pytest.raises(LockNotAvailable):
                recounts.recount(connection)
