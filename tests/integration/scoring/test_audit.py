"""Scoring's audit trail: who set which plan, once each, and nobody can change what it says."""

import pytest

from integration.scoring.plans import plan
from support.apps import Running


def test_the_trail_tells_who_set_a_plan_once_for_each_version(scoring: Running) -> None:
    key = scoring.key("plans:write", "audit:read")
    for definition in (plan(), plan(), plan(minimum_n=40)):
        assert scoring.post("/scoring/v1/plans", definition, key).status_code == 200
    entries = scoring.get("/scoring/v1/audit", key).json["items"]
    assert [(entry["by"], entry["action"], entry["subject"], entry["detail"]) for entry in entries] == [
        ("a test", "plan.set", "ana-2026-q4", {"version": 1}),
        ("a test", "plan.set", "ana-2026-q4", {"version": 2}),
    ]
    assert scoring.get("/scoring/v1/audit?subject=other", key).json == {"items": [], "next": None}
    assert scoring.get("/scoring/v1/audit", scoring.key("plans:read")).status_code == 403


@pytest.mark.parametrize("change", ["UPDATE audit SET by = 'nobody'", "DELETE FROM audit", "TRUNCATE audit"])
def test_nobody_changes_the_audit_trail(scoring: Running, change: str) -> None:
    key = scoring.key("plans:write")
    assert scoring.post("/scoring/v1/plans", plan(), key).status_code == 200
    with pytest.raises(Exception, match="only ever added to"), scoring.service.change() as connection:
        connection.execute(change)
