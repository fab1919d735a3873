"""Faults in values by name are told by the name that a person wrote, at any depth."""

from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields, validate

from shared.named import Named
from shared.problems import flatten


class _PricesSchema(Schema):
    prices = Named(
        keys=fields.String(validate=validate.Length(1, 5)),
        values=Named(keys=fields.String(), values=fields.Integer()),
        validate=validate.Length(1),
    )


@pytest.mark.parametrize(
    ("prices", "field"),
    [
        ({"apple": {"value": "dear"}}, "prices.apple.value"),
        ({"apple": {"key": "dear", "kilo": 3}}, "prices.apple.key"),
        ({"apple": 3}, "prices.apple"),
        ({"persimmon": {"kilo": 3}}, "prices.persimmon"),
        ({"persimmon": {"kilo": "dear"}}, "prices.persimmon"),
        ({}, "prices"),
        ([], "prices"),
    ],
)
def test_a_fault_has_the_path_that_its_writer_sees(prices: Any, field: str):
    with pytest.raises(ValidationError) as refused:
        _PricesSchema().load({"prices": prices})
    assert list(flatten(refused.value.normalized_messages())) == [field]


def test_what_has_no_fault_is_as_it_was_written():
    good = {"prices": {"apple": {"kilo": 3}, "value": {"key": 1}}}
    assert _PricesSchema().load(good) == good
