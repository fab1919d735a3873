"""Locked scorecards: the same facts give the same bytes, and any other byte is found."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.besides import Besides, registered
from scoring.domain.estimates import Hidden
from scoring.domain.exclusions import Exclusion
from scoring.domain.measures import built_in
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Plan
from scoring.domain.quotas import Immersed, ImmersionQuota
from scoring.domain.scorecards import Finding, references
from scoring.domain.snapshots import (
    Head,
    Locked,
    amounts_of,
    canonical,
    faults,
    findings_of,
    hash_of,
    lock,
    settled,
)
from unit.scoring.examples import ALICES_PLAN, SOUND_PLAN, nps_tally, share_tally

AT = datetime(2026, 4, 2, 9, tzinfo=UTC)
EXCLUSION = Exclusion(UUID(int=8), UUID(int=9), "Given by the agent — “10”.", "Carla", AT, True, "Diego", AT)

counts = st.integers(0, 60)


@st.composite
def findings(draw: st.DrawFn, plan: Plan = SOUND_PLAN) -> dict[MeasureReference, Finding]:
    found = {}
    for reference in references(plan):
        if reference.kind == "nps":
            tally = nps_tally(draw(counts), draw(counts), draw(counts))
        else:
            tally = share_tally(successes := draw(counts), successes + draw(counts))
        measured = settled(Hidden() if reference.kind in ("ces", "csat") else reference.estimate(tally))
        rate = draw(st.sampled_from([None, measured])) if measured.shown else None
        found[reference] = Finding(measured, {"n": tally.n}, "v1", draw(counts), measured, rate)
    return found


def locked(number: int, before: Locked | None, found: dict[MeasureReference, Finding]) -> Locked:
    restates = before.head.id if before else None
    head = Head(
        UUID(int=number),
        number,
        before.hash if before else None,
        1,
        AT,
        AT,
        "Eva",
        restates,
        "Late." if before else None,
    )
    return lock(head, SOUND_PLAN, found, [EXCLUSION], amounts_of(before.document) if before else {})


def chain_of(measured: Sequence[dict[MeasureReference, Finding]]) -> list[Locked]:
    chain: list[Locked] = []
    for number, found in enumerate(measured, start=1):
        chain.append(locked(number, chain[-1] if chain else None, found))
    return chain


def amounts(chain: Sequence[Locked]) -> dict[UUID, dict[str, int]]:
    return {link.head.id: amounts_of(link.document) for link in chain}


@given(st.lists(findings(), min_size=1, max_size=3))
def test_a_chain_of_locked_scorecards_is_made_again_byte_by_byte_from_its_own_facts(
    measured: list[dict[MeasureReference, Finding]],
) -> None:
    chain = chain_of(measured)
    assert faults(chain, amounts(chain)) == []
    assert findings_of(chain[-1].document) == measured[-1]


@given(findings(), findings(), st.data())
def test_a_byte_that_changes_anywhere_is_found(
    first: dict[MeasureReference, Finding], second: dict[MeasureReference, Finding], data: st.DataObject
) -> None:
    chain = chain_of([first, second])
    link = data.draw(st.integers(0, 1))
    body = chain[link].body
    digits = [place for place, character in enumerate(body) if character.isascii() and character.isdigit()]
    place = data.draw(st.sampled_from(digits))
    other = "1" if body[place] != "1" else "2"
    changed = replace(chain[link], body=f"{body[:place]}{other}{body[place + 1 :]}")
    assert hash_of(changed.body) != chain[link].hash


def test_a_forged_scorecard_with_a_hash_of_its_own_breaks_the_chain_behind_it() -> None:
    found = {reference: Finding(Hidden()) for reference in references(SOUND_PLAN)}
    first, second = chain_of([found, found])
    body = canonical({**first.document, "locked_by": "Mallory"})
    forged = replace(first, body=body, hash=hash_of(body))
    assert faults([forged, second], amounts([forged, second])) == [
        "Scorecard 2: it does not follow the one before it."
    ]
    assert faults([second], amounts([second]))[0] == "Scorecard 1: it does not follow the one before it."


def test_a_raised_amount_with_a_fitting_hash_does_not_follow_from_the_facts() -> None:
    found = {reference: Finding(Hidden()) for reference in references(SOUND_PLAN)}
    (first,) = chain_of([found])
    document = first.document
    document["result"][0]["amount"] = 100_000_00
    body = canonical(document)
    forged = replace(first, body=body, hash=hash_of(body))
    assert faults([forged], amounts([forged])) == [
        "Scorecard 1: its result does not follow from its own facts."
    ]


def test_a_plan_under_the_first_rules_is_locked_in_the_bytes_that_it_always_was() -> None:
    """The hash is that of the same facts locked before there were other rules."""
    found = {}
    for reference in references(SOUND_PLAN):
        tally = nps_tally(20, 30, 50) if reference.kind == "nps" else share_tally(70, 100)
        measured = settled(reference.estimate(tally))
        found[reference] = (
            Finding(measured, {"n": tally.n}, "v1") if reference.kind != "ces" else Finding(Hidden())
        )
    head = Head(UUID(int=1), 1, None, 1, AT, AT, "Eva")
    link = lock(head, replace(SOUND_PLAN, rules=1), found, [], {})
    assert link.hash == "56b47bdb97951721dbd5596df5685b802ad96251c9123ce6f11906a9f41bb3d5"
    assert faults([link], {}) == []


def test_the_register_and_the_immersions_are_locked_with_what_follows_from_them() -> None:
    found = {reference: Finding(Hidden()) for reference in references(SOUND_PLAN)}
    plan = replace(SOUND_PLAN, immersions=ImmersionQuota(1, Decimal(50)))
    had = {"Alice": (Immersed(UUID(int=5), AT.date(), "shop"),)}
    besides = Besides(registered(plan, built_in()), had)
    link = lock(Head(UUID(int=1), 1, None, 1, AT, AT, "Eva"), plan, found, [], {}, besides)
    document = link.document
    assert document["format"] == "escucha-scorecard/3"
    assert [entry["key"] for entry in document["measures"]] == [
        "ces",
        "journey_success",
        "nps",
        "resolved_share",
    ]
    assert [person["immersions"] for person in document["result"]] == [1, 0]
    assert faults([link], {}) == []
    document["immersions"]["Bruno"] = document["immersions"]["Alice"]
    body = canonical(document)
    assert faults([replace(link, body=body, hash=hash_of(body))], {}) == [
        "Scorecard 1: its result does not follow from its own facts."
    ]


def test_a_snapshot_holds_no_floats_and_its_keys_are_sorted() -> None:
    found = {reference: Finding(Hidden()) for reference in references(ALICES_PLAN)}
    head = Head(UUID(int=1), 1, None, 1, AT, AT, "Eva")
    body = lock(head, ALICES_PLAN, found, [], {}).body
    json.loads(body, parse_float=lambda text: (_ for _ in ()).throw(AssertionError(text)))
    assert canonical(json.loads(body)) == body
