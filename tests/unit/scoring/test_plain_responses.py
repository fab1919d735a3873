"""Responses that are read the short way are those that their schema reads."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from scoring.schemas.plain import NotPlain
from scoring.schemas.plain_responses import PlainSubmittedSchema, plain
from scoring.schemas.responses import SubmittedSchema
from support.told import submitted

ODD = st.one_of(st.none(), st.booleans(), st.integers(), st.just([]), st.just({}), st.text(max_size=3))
WORDS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=220),
    st.sampled_from(["", " ", "a\0b", "ñ" * 200, "a" * 201, "why"]),
)
TIMES = st.one_of(
    st.builds(
        "{}{}".format,
        st.datetimes().map(lambda at: at.isoformat()),
        st.sampled_from(["", "Z", "+02:00", "-14:59", "+15:00", "+0200", "z"]),
    ),
    st.sampled_from(
        ["2026-02-31T10:00:00Z", "2026-11-20 10:00:00Z", "2026-11-20T10:00Z", "2026-11-20", "now"]
    ),
)
QUESTIONS = st.sampled_from(["recommend", "why", ""])
VALUES = st.integers(-1, 11) | ODD
SCORES = st.fixed_dictionaries(
    {
        "question": QUESTIONS | ODD,
        "type": st.sampled_from(["nps", "csat", "rating"]) | ODD,
        "definition": st.sampled_from(["nps-0-10", "csat-1-5", "rating-1-10-higher"]) | ODD,
        "value": VALUES,
    },
    optional={"unheard": ODD},
)
RATINGS = st.fixed_dictionaries(
    {
        "question": QUESTIONS,
        "type": st.sampled_from(["rating", "ces", "nps"]),
        "definition": st.sampled_from(["rating-1-10-higher", "ces-1-5-lower", "rating-9-1-higher"]) | ODD,
        "value": VALUES,
        "low": st.just(1) | ODD,
        "high": st.sampled_from([5, 10]) | ODD,
        "direction": st.sampled_from(["higher", "lower"]) | ODD,
    }
)
CHOICES = st.fixed_dictionaries({"question": QUESTIONS | ODD, "value": WORDS | ODD})
SELECTIONS = st.fixed_dictionaries(
    {"question": QUESTIONS, "values": st.lists(st.sampled_from(["a", "b"]) | WORDS | ODD, max_size=3) | ODD}
)


def few(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(items | ODD, max_size=2) | st.lists(items, max_size=2) | ODD


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("survey", "journey", "owner", "segment", "customer_key", "language"), WORDS | ODD),
        "response_id": st.uuids().map(str) | st.uuids().map(lambda id_: id_.hex) | ODD,
        "version": st.sampled_from([1, 2**31 - 1, 2**31, 1.0, "1"]) | ODD,
        "revision": st.integers(0, 3) | ODD,
        "complete": st.sampled_from(["yes", 1, 0]) | ODD,
        "kind": st.just("relationship") | ODD,
        "submitted_at": TIMES | ODD,
        "mark": st.sampled_from(["aZ3_-", "", "m" * 65, "a mark"]) | ODD,
        "flags": few(st.sampled_from(["quick", "slow"])),
        "touchpoint": st.fixed_dictionaries({"source": WORDS | ODD}, optional={"id": WORDS | ODD}) | ODD,
        "scores": few(SCORES),
        "ratings": few(RATINGS),
        "choices": few(CHOICES),
        "selections": few(SELECTIONS),
    },
)
GONE = st.sets(st.sampled_from(sorted(submitted("ana", nps=9).data)), max_size=1)


def read(schema: SubmittedSchema, data: Any) -> Any:
    try:
        return schema.load(data)
    except ValidationError as error:
        return error.messages


def changed(changes: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    whole = {**submitted("ana", nps=9, csat=4).data, **changes}
    return {name: value for name, value in whole.items() if name not in gone}


@given(CHANGES, GONE)
def test_what_comes_of_a_response_is_what_comes_of_it_by_the_schema(
    changes: dict[str, Any], gone: set[str]
) -> None:
    data = changed(changes, gone)
    assert read(PlainSubmittedSchema(), data) == read(SubmittedSchema(), data)


@given(CHANGES)
def test_whatever_is_taken_as_plain_is_what_the_schema_takes_it_for(changes: dict[str, Any]) -> None:
    data = changed(changes, set())
    try:
        response = plain(data)
    except NotPlain:
        return
    loaded = SubmittedSchema().load(data)
    assert response == loaded
    assert response.submitted_at.isoformat() == loaded.submitted_at.isoformat()


@pytest.mark.parametrize("odd", [None, [], "", 1])
def test_what_is_no_object_is_refused_as_by_the_schema(odd: Any) -> None:
    assert read(PlainSubmittedSchema(), odd) == read(SubmittedSchema(), odd)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"touchpoint": {"source": "/crm", "id": "call-1", "type": "contact.closed"}, "revision": 2},
        {"selections": [{"question": "why", "values": ["price", "speed"]}], "complete": False},
        {
            "ratings": [
                {
                    "question": "speed",
                    "type": "rating",
                    "definition": "rating-1-10-higher",
                    "value": 4,
                    "low": 1,
                    "high": 10,
                    "direction": "higher",
                }
            ]
        },
    ],
)
def test_an_ordinary_response_needs_no_second_look(more: dict[str, Any]) -> None:
    data = json.loads(json.dumps(submitted("ana", nps=9, ces=6, **more).data))
    assert plain(data) == SubmittedSchema().load(data)
