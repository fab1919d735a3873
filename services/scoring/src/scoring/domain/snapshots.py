"""A scorecard that can't change any more: inputs, definitions and result in one text, chained by its hash.

The text is canonical JSON: keys sorted, no spaces, no floats. Numbers that are not whole are texts: exact fractions
("9/25"), or bounds with six decimals. The SHA-256 of its UTF-8 bytes is its hash, and each text holds the hash of the
one before it, so that nothing can be changed, left out or put in between.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from scoring.domain.besides import NOTHING_BESIDES, Besides, from_document, to_document
from scoring.domain.estimates import Estimate, Hidden, Measured
from scoring.domain.exclusions import Exclusion
from scoring.domain.plan_definitions import (
    from_definition,
    reference_from_definition,
    reference_to_definition,
    to_definition,
)
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Plan
from scoring.domain.scorecards import Finding, Scorecard, scorecards
from scoring.domain.units import Unit

# What reading a text and making it again can raise where the text is not one that `lock` made.
_SENSELESS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
# Of the texts below and of the rules by which their results follow, which are the plan's: another number for any
# change of either, and the texts that were locked before are made again as they were.
FORMAT = "escucha-scorecard/{rules}"


@dataclass(frozen=True, slots=True)
class Head:
    """What is said of a lock besides its content. `restates` is the scorecard in whose place this one stands."""

    id: UUID
    number: int
    previous: str | None
    plan_version: int
    as_of: datetime
    locked_at: datetime
    locked_by: str
    restates: UUID | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Locked:
    """A locked scorecard as it is kept."""

    head: Head
    body: str
    hash: str

    @property
    def document(self) -> dict[str, Any]:
        """The text as data."""
        document: dict[str, Any] = json.loads(self.body)
        return document


class UnreadableError(ValueError):
    """A text that is no snapshot."""


def canonical(document: Mapping[str, Any]) -> str:
    """The one text of a document."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(body: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()


def lock(
    head: Head,
    plan: Plan,
    measured: Mapping[MeasureReference, Finding],
    exclusions: Sequence[Exclusion],
    amounts_before: Mapping[str, int],
    besides: Besides = NOTHING_BESIDES,
) -> Locked:
    """Everything that the result follows from, and the result; `amounts_before` are those of what it restates."""
    cards = scorecards(plan, measured, besides.immersions)
    body = canonical(
        {
            "format": FORMAT.format(rules=plan.rules),
            "id": str(head.id),
            "number": head.number,
            "previous": head.previous,
            "plan_version": head.plan_version,
            "as_of": head.as_of.isoformat(),
            "locked_at": head.locked_at.isoformat(),
            "locked_by": head.locked_by,
            "restates": str(head.restates) if head.restates else None,
            "reason": head.reason,
            "plan": to_definition(plan),
            "exclusions": [_exclusion(exclusion) for exclusion in exclusions],
            "findings": [
                {"measure": reference_to_definition(reference), **_finding(finding)}
                for reference, finding in measured.items()
            ],
            **to_document(plan, besides),
            "result": [_of_person(plan, card, amounts_before) for card in cards],
        }
    )
    return Locked(head, body, hash_of(body))


def read(body: str, hash_: str) -> Locked:
    """A locked scorecard as it was kept. Raises UnreadableError where somebody has made another text of it."""
    try:
        document = json.loads(body)
        plan_of(document)
        amounts_of(document)
        return Locked(head_of(document), body, hash_)
    except _SENSELESS as error:
        raise UnreadableError(str(error)) from error


def plan_of(document: Mapping[str, Any]) -> Plan:
    """The plan that a snapshot was made with."""
    return from_definition(document["plan"])


def findings_of(document: Mapping[str, Any]) -> dict[MeasureReference, Finding]:
    """What a snapshot was made of."""
    return {
        reference_from_definition(item["measure"]): Finding(
            estimate=_measured_of(item["estimate"]),
            counts=item["counts"],
            definition=item["definition"],
            excluded=item["excluded"],
            with_excluded=_measured_of(item["with_excluded"]),
            response_rate=_measured_of(item["response_rate"]) if item["response_rate"] else None,
        )
        for item in document["findings"]
    }


def exclusions_of(document: Mapping[str, Any]) -> list[Exclusion]:
    """Which answers a snapshot does not count."""
    return [
        Exclusion(
            **{
                **item,
                "id": UUID(item["id"]),
                "response_id": UUID(item["response_id"]),
                "proposed_at": datetime.fromisoformat(item["proposed_at"]),
                "decided_at": datetime.fromisoformat(item["decided_at"]),
            }
        )
        for item in document["exclusions"]
    ]


def amounts_of(document: Mapping[str, Any]) -> dict[str, int]:
    """What everybody was paid by it, in cents."""
    return {item["name"]: item["amount"] for item in document["result"]}


def settled(measured: Measured) -> Measured:
    """With its bounds as exact as they are kept, so that what is paid on them is the same on every machine."""
    if not measured.shown:
        return measured
    return replace(measured, low=round(measured.low, 6), high=round(measured.high, 6))


def faults(chain: Iterable[Locked], amounts: Mapping[UUID, Mapping[str, int]]) -> list[str]:
    """What is wrong with a chain of snapshots, in order from the first: empty when nothing is.

    `amounts` are those of all snapshots by id, which restatements compare with.
    """
    found: list[str] = []
    previous: str | None = None
    for number, locked in enumerate(chain, start=1):
        name = f"Scorecard {number}"
        if hash_of(locked.body) != locked.hash:
            found.append(f"{name}: its text does not have the hash that it was locked with.")
        document = locked.document
        if document["number"] != number or document["previous"] != previous:
            found.append(f"{name}: it does not follow the one before it.")
        if _again(locked, amounts) != locked.body:
            found.append(f"{name}: its result does not follow from its own facts.")
        previous = locked.hash
    return found


def _again(locked: Locked, amounts: Mapping[UUID, Mapping[str, int]]) -> str | None:
    """The same text, made again from the facts in it; None where nothing follows from them."""
    document = locked.document
    try:
        restates = document["restates"]
        before = amounts.get(UUID(restates), {}) if restates else {}
        again = lock(
            head_of(document),
            plan_of(document),
            findings_of(document),
            exclusions_of(document),
            before,
            from_document(document),
        )
    except _SENSELESS:
        return None
    return again.body


def head_of(document: Mapping[str, Any]) -> Head:
    """What a snapshot says of its lock."""
    return Head(
        id=UUID(document["id"]),
        number=document["number"],
        previous=document["previous"],
        plan_version=document["plan_version"],
        as_of=datetime.fromisoformat(document["as_of"]),
        locked_at=datetime.fromisoformat(document["locked_at"]),
        locked_by=document["locked_by"],
        restates=UUID(document["restates"]) if document["restates"] else None,
        reason=document["reason"],
    )


def _of_person(plan: Plan, card: Scorecard, amounts_before: Mapping[str, int]) -> dict[str, Any]:
    """What somebody earns; `difference` is what is to be added to what was paid, or recouped."""
    before = amounts_before.get(card.person.name)
    return {
        "name": card.person.name,
        "lines": [
            {
                "measure": reference_to_definition(line.measure),
                "position": line.payout.position,
                "unpaid": line.payout.unpaid,
                "percent": str(line.payout.percent),
                "points": str(line.payout.points),
                "amount": line.amount,
            }
            for line in card.lines
        ],
        "guardrails": [check.holds if plan.rules == 1 else check.state for check in card.guardrails],
        **({"immersions": card.quota.counted} if card.quota else {}),
        "earned": str(card.earned),
        "limit": str(card.limit),
        "points": str(card.points),
        "amount": card.amount,
        "difference": None if before is None else card.amount - before,
    }


def _exclusion(exclusion: Exclusion) -> dict[str, Any]:
    return {
        "id": str(exclusion.id),
        "response_id": str(exclusion.response_id),
        "reason": exclusion.reason,
        "proposed_by": exclusion.proposed_by,
        "proposed_at": exclusion.proposed_at.isoformat(),
        "confirmed": exclusion.confirmed,
        "decided_by": exclusion.decided_by,
        "decided_at": exclusion.decided_at.isoformat() if exclusion.decided_at else None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "definition": finding.definition,
        "counts": dict(finding.counts),
        "estimate": _measured(finding.estimate),
        "excluded": finding.excluded,
        "with_excluded": _measured(finding.with_excluded),
        "response_rate": _measured(finding.response_rate) if finding.response_rate else None,
    }


def _measured(measured: Measured) -> dict[str, Any] | None:
    if not measured.shown:
        return None
    return {
        "value": str(measured.exact),
        "low": f"{measured.low:.6f}",
        "high": f"{measured.high:.6f}",
        "n": measured.n,
        "unit": str(measured.unit),
        "method": measured.method,
    }


def _measured_of(told: Mapping[str, Any] | None) -> Measured:
    if told is None:
        return Hidden()
    return Estimate(
        exact=Fraction(told["value"]),
        low=float(told["low"]),
        high=float(told["high"]),
        n=told["n"],
        unit=Unit(told["unit"]),
        method=told["method"],
    )
