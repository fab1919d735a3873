"""The router's audit trail: who set which rules, once each, and nobody can change what it says."""

import pytest

from support.complaints import BOOK


def test_the_trail_tells_who_set_the_rules_once_for_each_version(router):
    key = router.key("rules:write", "audit:read")
    for book in (BOOK, BOOK, {**BOOK, "rules": []}):
        assert router.post("/router/v1/rules", book, key).status_code == 200
    entries = router.get("/router/v1/audit", key).json["items"]
    assert [(entry["by"], entry["action"], entry["subject"], entry["detail"]) for entry in entries] == [
        ("a test", "rules.set", "rules", {"version": 1}),
        ("a test", "rules.set", "rules", {"version": 2}),
    ]
    assert router.get("/router/v1/audit?subject=other", key).json == {"items": [], "next": None}
    assert router.get("/router/v1/audit", router.key("rules:read")).status_code == 403


@pytest.mark.parametrize("change", ["UPDATE audit SET by = 'nobody'", "DELETE FROM audit", "TRUNCATE audit"])
def test_nobody_changes_the_audit_trail(router, book, change):
    with pytest.raises(Exception, match="only ever added to"), router.service.change() as connection:
        connection.execute(change)
