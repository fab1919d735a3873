"""Touchpoints that are read the short way are those that their schema reads."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from scoring.schemas.plain import NotPlain
from scoring.schemas.plain_touchpoints import PlainTouchpointSchema, plain
from scoring.schemas.touchpoints import TouchpointReceivedSchema
from support.journeys import happened

ODD = st.one_of(st.none(), st.booleans(), st.integers(), st.just([]), st.just({}), st.text(max_size=3))
WORDS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=220),
    st.sampled_from(["", " ", "a\0b", "ñ" * 200, "a" * 201, "a" * 501, "web"]),
)
LOOKUPS = st.fixed_dictionaries(
    {},
    optional={
        "source": WORDS | ODD,
        "found": st.booleans() | ODD,
        "updated_at": st.sampled_from(["2026-11-20T10:00:00Z", "yesterday"]) | ODD,
    },
)
SAID = st.fixed_dictionaries(
    {},
    optional={
        "intent": WORDS | ODD,
        "due": st.sampled_from(["2026-11-20T10:00:00Z", "2026-11-20", "soon", "9999-12-31T23:59:59Z"]) | ODD,
        "promised_at": st.just("2026-11-20T10:00:00+02:00") | ODD,
        "lookups_needed": st.integers(-1, 1001) | ODD,
        "lookups_found": st.integers(-1, 1001) | ODD,
        "lookups": st.lists(LOOKUPS | ODD, max_size=3) | ODD,
        "time_zone": st.sampled_from(["Europe/Madrid", "Nowhere/Land", "../etc"]) | ODD,
        "product": WORDS | ODD,
    },
)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("source", "id", "type", "customer_key", "journey"), WORDS | ODD),
        **dict.fromkeys(("stage", "channel", "owner", "segment", "unheard"), WORDS | ODD),
        "attributes": SAID | ODD | st.dictionaries(st.integers(), st.text(), max_size=1),
    },
)
NAMES = sorted(happened("inform", channel="web").data)


def read(schema: TouchpointReceivedSchema, data: Any) -> Any:
    try:
        return schema.load(data)
    except ValidationError as error:
        return error.messages


@given(CHANGES, st.sets(st.sampled_from(NAMES), max_size=1))
def test_what_comes_of_a_touchpoint_is_what_comes_of_it_by_the_schema(
    changes: dict[str, Any], gone: set[str]
) -> None:
    whole = {**happened("inform", channel="web").data, **changes}
    data = {name: value for name, value in whole.items() if name not in gone}
    assert read(PlainTouchpointSchema(), data) == read(TouchpointReceivedSchema(), data)


@pytest.mark.parametrize("odd", [None, [], "", 1])
def test_what_is_no_object_is_refused_as_by_the_schema(odd: Any) -> None:
    assert read(PlainTouchpointSchema(), odd) == read(TouchpointReceivedSchema(), odd)


@pytest.mark.parametrize(
    "more", [{}, {"customer_key": None}, {"attributes": {"intent": "bill", "lookups_needed": 2}}]
)
def test_what_the_survey_service_tells_is_plain(more: dict[str, Any]) -> None:
    data = {**happened("inform", channel="web").data, **more}
    assert plain(data) == TouchpointReceivedSchema().load(data)


def test_a_doubt_is_the_schemas() -> None:
    with pytest.raises(NotPlain):
        plain({**happened("inform").data, "id": "a" * 201})
