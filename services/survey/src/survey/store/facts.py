"""Conditions on facts as they are written down: in the database as on the wire.

`"phone"` is equality, `["phone", "web"]` any of, `{"at_least": 5, "at_most": 9}` a number, `{"present": false}`
absence.
"""

from typing import Any

from survey.domain.facts import Condition, Where, text_of


def read_where(definition: dict[str, Any]) -> dict[str, Condition]:
    """The conditions that a well-formed definition describes, by the name of the fact."""
    return {name: _read(condition) for name, condition in definition.items()}


def write_where(where: Where) -> dict[str, Any]:
    """The definition of these conditions, always the same for the same ones."""
    return {name: _write(condition) for name, condition in where.items()}


def _read(definition: Any) -> Condition:
    if isinstance(definition, dict):
        return Condition(**definition)
    options = definition if isinstance(definition, list) else [definition]
    return Condition(any_of=tuple(text_of(option) for option in options))


def _write(condition: Condition) -> Any:
    if len(condition.any_of) == 1:
        return condition.any_of[0]
    if condition.any_of:
        return list(condition.any_of)
    said = {
        "at_least": condition.at_least,
        "at_most": condition.at_most,
        "present": condition.present,
    }
    return {name: value for name, value in said.items() if value is not None}
