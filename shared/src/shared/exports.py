"""Tables as files: CSV that is harmless in a spreadsheet, or JSON lines, however long they are."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import Response

FORMATS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}
# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"); the last four are wide ones, as Japanese
# and Chinese keyboards write them.
_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Where numbers have commas a spreadsheet splits at semicolons, and our quotes hold no cell together that has semicolons
# or line ends in it: what follows them begins a cell as well.
_INNER_STARTERS = re.compile("([;\t\r\n] *)(?=[=+@\uff1d\uff0b\uff0d\uff20-])")
# So many rows are written at a time.
_CHUNK = 500


def cell(value: Any) -> str | int | float | Decimal | None:
    """A value as a cell of a table: what stands together is joined, text never begins a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, int | float | Decimal):
        return value
    text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = _INNER_STARTERS.sub(r"\1'", text)
    return f"'{text}" if text.startswith(_STARTERS) else text


def csv_lines(rows: Iterable[Iterable[Any]]) -> str:
    """Rows of values as lines of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    return text.getvalue()


def json_lines(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as JSON, one a line; moments and ids as text."""
    return "".join(json.dumps(row, default=_plain, ensure_ascii=False) + "\n" for row in rows)


def table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], kind: str) -> Iterator[str]:
    """Rows with these columns in one of the formats, piece by piece; a column that a row does not have is empty."""
    if kind == "csv":
        yield csv_lines([columns])
    for first in range(0, len(rows), _CHUNK):
        chunk = [{name: row.get(name) for name in columns} for row in rows[first : first + _CHUNK]]
        yield csv_lines(row.values() for row in chunk) if kind == "csv" else json_lines(chunk)


def as_file(pieces: Iterable[str], name: str, kind: str) -> Response:
    """The answer that a browser keeps as `<name>.<kind>`."""
    return Response(
        pieces,
        content_type=FORMATS[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "Cache-Control": "no-store",
        },
    )


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
