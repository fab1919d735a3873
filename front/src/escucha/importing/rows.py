"""Rows of a file, one by one, each with the line that it begins on; what can't be read is a row too."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from escucha.importing.mapping import Row
from escucha.problem import Problem


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
            if isinstance(value, str):
                value.encode()
    except UnicodeEncodeError:
        return Line(line.number, {}, "there are bytes that are not UTF-8")
    return line


def _csv(file: TextIO, path: Path, columns: set[str], skip_rows: int) -> Iterator[Line]:
    reader = csv.DictReader(file)
    if missing := columns - set(reader.fieldnames or []):
        raise Problem(
            f"{path} has no column {', '.join(sorted(missing))}", f"It has: {reader.fieldnames or 'nothing'}"
        )
    for _ in range(skip_rows):
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


def _jsonl(file: TextIO) -> Iterator[Line]:
    for number, text in enumerate(file, start=1):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
        except ValueError as error:
            yield Line(number, {}, f"this is not JSON: {error}")
            continue
        if isinstance(row, dict):
            yield Line(number, row)
        else:
            yield Line(number, {}, "this is not a JSON object")
