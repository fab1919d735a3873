"""Rows of a file, one by one, each with the line that it begins on; what can't be read is a row too."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from escucha.importing.cells import Row
from escucha.problem import Problem

# What spreadsheets begin their "Unicode text" with, as it looks to who reads UTF-8.
_UTF_16 = ("\udcff\udcfe", "\udcfe\udcff")


@dataclass(frozen=True)
class Line:
    """A row and where it begins, or why it can't be read."""

    number: int
    row: Row
    fault: str | None = None


def read_rows(path: Path, columns: Iterable[str], skip_rows: int = 0) -> Iterator[Line]:
    """The rows of a .csv or .jsonl file. Problem when the file can't be read or lacks one of the columns.

    `skip_rows` is how many rows follow the header of a .csv file before the first answer. Bytes that are not UTF-8
    spoil their row, not the file.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            lines = (
                _jsonl(file)
                if path.suffix in (".jsonl", ".ndjson")
                else _csv(file, path, set(columns), skip_rows)
            )
            for line in lines:
                yield _checked(line)
    except OSError as error:
        raise Problem(f"{path} can't be read: {error.strerror}") from error


def _checked(line: Line) -> Line:
    try:
        for value in line.row.values():
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, allow_nan=False)
            text.encode()
    except UnicodeEncodeError:
        return Line(line.number, {}, "there are bytes that are not UTF-8")
    except ValueError:
        return Line(line.number, {}, "there is a number that is none, or that is too large")
    return line


def _csv(file: TextIO, path: Path, columns: set[str], skip_rows: int) -> Iterator[Line]:
    reader = csv.DictReader(file, delimiter=_delimiter(file, columns))
    header = list(_header(reader, path))
    if header and header[0].startswith(_UTF_16):
        raise Problem(f"{path} is written in UTF-16; save it as CSV in UTF-8")
    if missing := columns - set(header):
        raise Problem(f"{path} has no column {', '.join(sorted(missing))}", f"It has: {header or 'nothing'}")
    if twice := sorted(name for name in columns if header.count(name) > 1):
        raise Problem(f"{path} has more than one column {', '.join(twice)}", "Give each a name of its own.")
    for _ in range(skip_rows):
        with suppress(csv.Error):
            next(reader, None)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield Line(number, {}, str(error))
            continue
        if row is None:
            return
        if None in row:
            yield Line(number, {}, "there are more cells than the header has")
        elif None in row.values():
            yield Line(number, {}, "there are fewer cells than the header has")
        else:
            yield Line(number, row)


def _delimiter(file: TextIO, columns: set[str]) -> str:
    """What stands between the cells: spreadsheets write semicolons in countries whose numbers have commas."""
    if not file.seekable():
        return ","
    for delimiter in (",", ";", "\t"):
        file.seek(0)
        with suppress(csv.Error):
            if columns <= set(next(csv.reader(file, delimiter=delimiter), [])):
                break
    else:
        delimiter = ","
    file.seek(0)
    return delimiter


def _header(reader: "csv.DictReader[str]", path: Path) -> Sequence[str]:
    try:
        return reader.fieldnames or []
    except csv.Error as error:
        raise Problem(f"{path} can't be read: {error}") from error


def _jsonl(file: TextIO) -> Iterator[Line]:
    for number, text in enumerate(file, start=1):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield Line(number, {}, f"this is not JSON: {error}")
            continue
        if isinstance(row, dict):
            yield Line(number, row)
        else:
            yield Line(number, {}, "this is not a JSON object")
