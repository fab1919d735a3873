"""Lists that are read page by page."""

from typing import Any

from support.apps import Running


def pages(service: Running, address: str, key: dict[str, str], limit: int) -> list[list[dict[str, Any]]]:
    """All pages of the list at this address."""
    found: list[list[dict[str, Any]]] = []
    cursor: str | None = ""
    joint = "&" if "?" in address else "?"
    while cursor is not None:
        answer = service.get(f"{address}{joint}limit={limit}&cursor={cursor}", key)
        assert answer.status_code == 200
        found.append(answer.json["items"])
        cursor = answer.json["next"]
    return found
