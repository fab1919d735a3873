"""Touchpoints that are read the short way are those that their schema reads."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from support.samples import case_closed
from survey.schemas.plain_touchpoints import NotPlain, plain, read_batch
from survey.schemas.touchpoints import TouchpointSchema

ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.just([]), st.just({}), st.text(max_size=3), st.just(" ")
)
WORDS = st.one_of(st.text(max_size=220), st.sampled_from(["", " ", "a\0b", "\ud800", "ñ", "a" * 201, "x"]))
TIMES = st.one_of(
    st.datetimes().map(lambda at: at.isoformat() + "Z"),
    st.builds(
        "{}{}".format,
        st.datetimes().map(lambda at: at.isoformat()),
        st.sampled_from(["", "Z", "+02:00", "-14:59", "+15:00", "+0200", "z", "+23:59"]),
    ),
    st.sampled_from(
        ["2026-02-31T10:00:00Z", "2026-11-20 10:00:00Z", "2026-11-20T10:00Z", "2026-11-20", "now"]
    ),
    WORDS,
)
EMAILS = st.one_of(st.emails(), WORDS, st.sampled_from(["ana@example.com", "a@b", "a..b@c.de", "a@-b.com"]))
CUSTOMERS = st.fixed_dictionaries(
    {"key": WORDS},
    optional={
        "email": EMAILS | ODD,
        "name": WORDS | ODD,
        "language": WORDS | ODD,
        "time_zone": st.sampled_from(["Europe/Madrid", "UTC", "Nowhere/None", "../etc"]) | ODD,
        "shoe_size": ODD,
    },
)
DATA = st.fixed_dictionaries(
    {"customer": CUSTOMERS | ODD},
    optional={
        "journey": WORDS | ODD,
        "channel": WORDS,
        "segment": ODD,
        "attributes": st.dictionaries(st.text(max_size=3), ODD, max_size=2) | ODD,
        "unheard": ODD,
    },
)
EVENTS = st.fixed_dictionaries(
    {
        "specversion": st.just("1.0") | ODD,
        "id": WORDS | ODD,
        "source": WORDS,
        "type": WORDS,
        "time": TIMES | ODD,
        "data": DATA | ODD,
    },
    optional={"extension": ODD},
)


def read(reader: Any, events: Any) -> Any:
    try:
        return reader(events)
    except ValidationError as error:
        return error.messages


@given(st.lists(EVENTS | ODD, max_size=4))
def test_what_comes_of_a_batch_is_what_comes_of_it_by_the_schema(events):
    assert read(read_batch, events) == read(TouchpointSchema(many=True).load, events)


@given(EVENTS)
def test_whatever_is_taken_as_plain_is_what_the_schema_takes_it_for(event):
    try:
        touchpoint = plain(event)
    except NotPlain:
        return
    loaded = TouchpointSchema().load(event)
    assert touchpoint == loaded
    assert touchpoint.time.isoformat() == loaded.time.isoformat()


@pytest.mark.parametrize("more", [{}, {"name": "Ana Prieto", "time_zone": "Europe/Madrid"}])
def test_an_ordinary_touchpoint_needs_no_second_look(more):
    event = json.loads(json.dumps(case_closed(1, **more)))
    assert plain(event) == TouchpointSchema().load(event)
