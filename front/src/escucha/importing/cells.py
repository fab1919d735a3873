"""Cells: where in a row a value stands, and what it means there."""

from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validates_schema

Row = dict[str, Any]


class RowFault(Exception):
    """This row can't be sent; the text says why."""


@dataclass(frozen=True)
class Cell:
    """Where a value comes from: a column, or the same `value` for all rows. `values` translates what is found.

    Several options that were chosen stand in one column with a `separator` between them, or each has one of the
    `columns`, which is empty where it was not chosen: the option's key by the column's name.
    """

    column: str | None = None
    value: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    format: str | None = None
    separator: str | None = None
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """Every column that it speaks of."""
        return {*self.columns, *([self.column] if self.column else [])}

    def of(self, row: Row) -> Any:
        """The value in this row; None when the cell is empty."""
        if self.columns:
            return [
                option for column, option in self.columns.items() if _found(row, column) is not None
            ] or None
        if self.column is None:
            return self.value
        found = _found(row, self.column)
        if self.separator is None or not isinstance(found, str):
            return None if found is None else self._meaning(found)
        return [self._meaning(part.strip()) for part in found.split(self.separator) if part.strip()] or None

    def _meaning(self, found: Any) -> Any:
        if self.values and str(found) not in self.values:
            raise RowFault(f"{self.column}: the mapping does not say what {found!r} means")
        return self.values[str(found)] if self.values else found


class CellSchema(Schema):
    """A cell as a mapping writes it down."""

    column = fields.String(load_default=None)
    value = fields.Raw(load_default=None)
    values = fields.Dict(keys=fields.String(), load_default=dict)
    format = fields.String(load_default=None)
    separator = fields.String(load_default=None)
    columns = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)

    @validates_schema
    def _one_of(self, data: dict[str, Any], **_: Any) -> None:
        said = [data.get("column") is not None, data.get("value") is not None, bool(data.get("columns"))]
        if sum(said) != 1:
            raise ValidationError("Say either the column, the columns or the value.")
        if data.get("separator") == "":
            raise ValidationError("Say what stands between the options.", "separator")

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Cell:
        return Cell(**data)


def cell_field(*, required: bool = False) -> fields.Nested:
    """A field that holds a cell."""
    return (
        fields.Nested(CellSchema, required=True) if required else fields.Nested(CellSchema, load_default=None)
    )


def _found(row: Row, column: str) -> Any:
    found = row.get(column)
    if isinstance(found, str):
        found = found.strip()
    return None if found == "" else found
