"""Rows of an export: flat, and harmless in a spreadsheet."""

from typing import Any

# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection").
_STARTERS = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> str | int | None:
    """A value as a cell of a table: options that were chosen together are joined, text never begins a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, int):
        return value
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_STARTERS) else text
