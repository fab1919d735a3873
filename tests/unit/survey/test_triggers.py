"""Triggers: on which touchpoints they fire, and how the lot is drawn."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.domain.facts import Condition
from survey.domain.touchpoints import Customer, Touchpoint
from survey.domain.triggers import Trigger, draw
from survey.store.facts import read_where, write_where

ATTRIBUTES = {"product": "fibre", "minutes": 12, "score": "7.5", "vip": True, "nothing": None}
CLOSED = Touchpoint(
    "/crm",
    "1",
    "case.closed",
    datetime(2026, 11, 20, tzinfo=UTC),
    Customer("ana"),
    {"channel": "phone"},
    ATTRIBUTES,
)


def fires(touchpoint: str = "case.closed", **where: Any) -> bool:
    return Trigger("t", touchpoint, "s", "email", read_where(where)).fires_on(CLOSED)


def test_a_trigger_fires_when_type_and_all_facts_are_as_it_says():
    assert fires()
    assert fires(channel="phone", product="fibre")
    assert not fires(channel="web")
    assert not fires(channel="phone", product="mobile")
    assert not fires(journey="join")
    assert not fires("case.opened")


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"minutes": "12"}, True),
        ({"minutes": 12}, True),
        ({"minutes": 12.0}, True),
        ({"vip": True}, True),
        ({"vip": "true"}, True),
        ({"vip": False}, False),
        ({"channel": ["phone", "web"]}, True),
        ({"channel": ["shop", "web"]}, False),
        ({"minutes": {"at_least": 12}}, True),
        ({"minutes": {"at_least": 12.5}}, False),
        ({"minutes": {"at_least": 10, "at_most": 12}}, True),
        ({"minutes": {"at_most": 11}}, False),
        ({"score": {"at_least": 7, "at_most": 8}}, True),
        ({"product": {"at_least": 0}}, False),
        ({"vip": {"at_least": 0}}, False),
        ({"missing": {"at_most": 5}}, False),
        ({"product": {"present": True}}, True),
        ({"product": {"present": False}}, False),
        ({"missing": {"present": False}}, True),
        ({"nothing": {"present": False}}, True),
        ({"missing": {"present": True}}, False),
    ],
)
def test_conditions_are_equality_any_of_numbers_and_presence(where, expected):
    assert fires(**where) is expected


@pytest.mark.parametrize("written", ["nan", "inf", "1e999", "twelve", ""])
def test_text_that_is_no_finite_number_is_on_no_side_of_a_bound(written):
    assert not Condition(at_least=-1e300).holds(written)
    assert not Condition(at_most=1e300).holds(written)


def test_conditions_are_written_down_as_they_were_told():
    told = {"channel": "phone", "product": ["a", "b"], "minutes": {"at_most": 3.0}, "vip": {"present": False}}
    assert write_where(read_where(told)) == told


@given(st.uuids(), st.integers(1, 1000))
def test_a_lot_is_the_same_each_time_and_below_one(invitation_id, version):
    assert draw(invitation_id, version) == draw(invitation_id, version)
    assert 0 <= draw(invitation_id, version) < 1


def test_lots_are_even_and_new_in_each_version():
    ids = [uuid4() for _ in range(4000)]
    share = sum(draw(it, 1) < 0.25 for it in ids) / len(ids)
    assert 0.20 < share < 0.30
    both = sum(draw(it, 1) < 0.25 and draw(it, 2) < 0.25 for it in ids) / len(ids)
    assert 0.03 < both < 0.1
