"""The mapping: which column of a file is what. Written in YAML by the person who knows the file."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from escucha.importing.cells import Cell, CellSchema, Row, RowFault, cell_field
from escucha.problem import Problem
from shared.problems import flatten

CONTEXT = ("journey", "stage", "channel", "owner", "segment")
# What a customer's row may tell besides who it is.
KNOWN = ("email", "name", "language", "time_zone")


class Mapping(Protocol):
    """How the rows of one file become what the survey service takes."""

    @property
    def skip_rows(self) -> int:
        """How many rows under the header are none of them."""

    @property
    def columns(self) -> set[str]:
        """Every column that the mapping speaks of."""

    def apply(self, row: Row, line: int) -> dict[str, Any]:
        """The row as the survey service takes it. RowFault when a cell can't be read, LeftOut when it is none."""


class LeftOut(Exception):
    """This row is not among those that the mapping takes."""


@dataclass(frozen=True)
class Responses:
    """How rows become responses to one survey."""

    survey: str
    source: str
    row_id: Cell | None
    submitted_at: Cell
    time_zone: str
    language: Cell | None
    customer: Cell | None
    context: dict[str, Cell]
    answers: dict[str, Cell]
    # Which rows are taken: those that say one of these in the column.
    only_rows: dict[str, list[str]] = field(default_factory=dict)
    # Rows under the header that are none of the answers.
    skip_rows: int = 0

    @property
    def columns(self) -> set[str]:
        """Every column that the mapping speaks of."""
        cells = [self.row_id, self.submitted_at, self.language, self.customer]
        cells += [*self.context.values(), *self.answers.values()]
        return {*self.only_rows, *(name for cell in cells if cell for name in cell.names)}

    def apply(self, row: Row, line: int) -> dict[str, Any]:
        """The row as the survey service takes it. RowFault when a cell can't be read, LeftOut when it is none."""
        if any(str(row.get(column, "")).strip() not in said for column, said in self.only_rows.items()):
            raise LeftOut
        mapped: dict[str, Any] = {
            "id": str(self.row_id.of(row) or "") if self.row_id else f"line-{line}",
            "submitted_at": self._moment(row).isoformat(),
            "answers": {question: cell.of(row) for question, cell in self.answers.items()},
        }
        if not mapped["id"]:
            raise RowFault("the column of row ids is empty")
        for name, cell in {"language": self.language, "customer_key": self.customer, **self.context}.items():
            value = cell.of(row) if cell else None
            if value is not None:
                mapped[name] = str(value)
        return mapped

    def _moment(self, row: Row) -> datetime:
        found = self.submitted_at.of(row)
        if found is None:
            raise RowFault(f"{self.submitted_at.column}: there is no date")
        try:
            if isinstance(found, datetime):
                moment = found
            elif isinstance(found, date):
                moment = datetime(found.year, found.month, found.day)  # noqa: DTZ001  the zone follows below
            elif self.submitted_at.format:
                moment = datetime.strptime(str(found), self.submitted_at.format)  # noqa: DTZ007  likewise
            else:
                moment = datetime.fromisoformat(str(found))
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=ZoneInfo(self.time_zone)).astimezone(UTC)
        except (
            ValueError,
            OverflowError,
        ) as error:  # the first and the last day of all may be none elsewhere
            raise RowFault(
                f"{self.submitted_at.column}: {found!r} is not a date as the mapping says"
            ) from error
        return moment


@dataclass(frozen=True)
class Customers:
    """How rows become customers. An empty cell says nothing: what is known of the customer stays."""

    customer: Cell
    known: dict[str, Cell]
    skip_rows: int = 0

    @property
    def columns(self) -> set[str]:
        """Every column that the mapping speaks of."""
        return {name for cell in (self.customer, *self.known.values()) for name in cell.names}

    def apply(self, row: Row, line: int) -> dict[str, Any]:  # noqa: ARG002  a customer has a key, whatever the line
        """The row as the survey service takes it. RowFault when it names nobody, or a cell can't be read."""
        found = {name: cell.of(row) for name, cell in {"key": self.customer, **self.known}.items()}
        if found["key"] is None:
            raise RowFault("there is no customer's key")
        return {name: str(value) for name, value in found.items() if value is not None}


class _ResponsesSchema(Schema):
    kind = fields.String(load_default="responses", validate=validate.Equal("responses"))
    survey = fields.String(required=True)
    source = fields.String(required=True)
    row_id = cell_field()
    submitted_at = cell_field(required=True)
    time_zone = fields.String(load_default="UTC")
    language = cell_field()
    customer = cell_field()
    journey = cell_field()
    stage = cell_field()
    channel = cell_field()
    owner = cell_field()
    segment = cell_field()
    answers = fields.Dict(
        keys=fields.String(), values=fields.Nested(CellSchema), required=True, validate=validate.Length(1)
    )

    only_rows = fields.Dict(
        data_key="only", keys=fields.String(), values=fields.List(fields.String()), load_default=dict
    )
    skip_rows = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, 100))

    @validates_schema
    def _zone(self, data: dict[str, Any], **_: Any) -> None:
        try:
            ZoneInfo(data["time_zone"])
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # "America" is a folder of them
            raise ValidationError("There is no such time zone.", "time_zone") from error

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Responses:
        del data["kind"]
        context = {name: data.pop(name) for name in CONTEXT}
        return Responses(**data, context={name: cell for name, cell in context.items() if cell})


class _CustomersSchema(Schema):
    kind = fields.String(required=True, validate=validate.Equal("customers"))
    customer = cell_field(required=True)
    email = cell_field()
    name = cell_field()
    language = cell_field()
    time_zone = cell_field()
    skip_rows = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, 100))

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Customers:
        known = {name: data[name] for name in KNOWN if data[name]}
        return Customers(data["customer"], known, data["skip_rows"])


def _schema_of(content: object) -> Schema:
    is_customers = isinstance(content, dict) and content.get("kind") == "customers"
    return _CustomersSchema() if is_customers else _ResponsesSchema()


def read_mapping(path: Path) -> Mapping:
    """The mapping in a YAML file. Problem, naming every field that is wrong, when it can't be used."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        mapping: Mapping = _schema_of(content).load(content)
    except OSError as error:
        raise Problem(f"{path} can't be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(f"{path} is not YAML", str(error)) from error
    except ValidationError as error:
        faults = [f"{where}: {' '.join(texts)}" for where, texts in flatten(error.messages).items()]
        raise Problem(f"{path} can't be used as a mapping", "\n".join(faults)) from error
    return mapping
