"""A batch of rows on its way to the survey service, as often as it takes."""

import json
import re
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from escucha.importing.mapping import Customers, Mapping, Responses
from escucha.problem import Problem

_ATTEMPTS = 5
_LONGEST_WAIT_S = 60
_JSON = {"Content-Type": "application/json"}
_OF_A_ROW = re.compile(r"customers\.(\d+)\.?(.*)")

Rows = list[dict[str, Any]]


@dataclass
class Delivered:
    """What became of a batch: how many rows were new or there already, and which were refused, by place, and why."""

    accepted: int = 0
    duplicates: int = 0
    rejected: dict[int, str] = field(default_factory=dict)


def deliver(client: httpx.Client, mapping: Mapping, rows: Rows) -> Delivered:
    """Hand over a batch. Problem when the service refuses the import itself, or stays away."""
    if isinstance(mapping, Responses):
        return _responses(client, mapping, rows)
    assert isinstance(mapping, Customers)  # noqa: S101  there are no others
    return _customers(client, rows)


def _responses(client: httpx.Client, mapping: Responses, rows: Rows) -> Delivered:
    body = {"survey": mapping.survey, "source": mapping.source, "rows": rows}
    answer = _accepted(_post(client, "responses", body))
    rejected = {
        item["row"]: "; ".join(f"{name}: {why}" if name else why for name, why in item["faults"].items())
        for item in answer["rejected"]
    }
    return Delivered(answer["accepted"], answer["duplicates"], rejected)


def _customers(client: httpx.Client, rows: Rows) -> Delivered:
    """The service takes all customers of a request or none: those that it names as wrong are left out, and the rest
    is sent again. Where it can't say which is wrong, each is sent by itself.
    """
    delivered = Delivered()
    batches = [list(range(len(rows)))]
    while batches:
        places = batches.pop()
        response = _post(client, "customers", {"customers": [rows[place] for place in places]})
        if response.status_code != 422:
            kept = _accepted(response)["kept"]
            delivered.accepted += kept
            delivered.duplicates += len(places) - kept
            continue
        faults = _faults(response)
        delivered.rejected |= {places[index]: why for index, why in faults.items()}
        if faults:
            rest = [place for place in places if place not in delivered.rejected]
            batches += [rest] if rest else []
        elif len(places) > 1:
            batches += [[place] for place in places]
        else:
            delivered.rejected[places[0]] = _detail(response)
    return delivered


def _faults(response: httpx.Response) -> dict[int, str]:
    faults: dict[int, list[str]] = {}
    for error in response.json().get("errors", []):
        if found := _OF_A_ROW.fullmatch(error["field"]):
            faults.setdefault(int(found[1]), []).append(f"{found[2]}: {error['detail']}")
    return {index: "; ".join(told) for index, told in faults.items()}


def _accepted(response: httpx.Response) -> dict[str, Any]:
    if response.is_error:
        raise Problem(f"the survey service refuses the import: {_detail(response)}")
    answer: dict[str, Any] = response.json()
    return answer


def _detail(response: httpx.Response) -> str:
    return str(response.json().get("detail", response.text))


def _post(client: httpx.Client, noun: str, body: dict[str, Any]) -> httpx.Response:
    # A mapping is written in YAML, which knows dates; JSON does not.
    content = json.dumps(body, ensure_ascii=False, default=str).encode()
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            response = client.post(f"/survey/v1/{noun}", content=content, headers=_JSON)
        except httpx.TransportError as error:
            if attempt == _ATTEMPTS:
                raise Problem(f"the survey service does not answer: {error}") from error
        else:
            if response.status_code < 500 and response.status_code != 429:
                break
            if attempt == _ATTEMPTS:
                raise Problem(f"the survey service answers with an error: {response.status_code}")
            time.sleep(_asked_for(response))
        time.sleep(2**attempt / 4)
    return response


def _asked_for(response: httpx.Response) -> int:
    """How many seconds the service wants us to wait, as it says when a key has made too many requests."""
    wanted = response.headers.get("Retry-After", "")
    return min(int(wanted), _LONGEST_WAIT_S) if wanted.isdigit() else 0
