"""What came in, in numbers."""

from datetime import UTC, datetime

import pytest

from support.apps import INTERNAL_KEY
from support.complaints import said

SUMMARY = "/router/v1/summary"


@pytest.fixture
def day(router, book, hear, analyst):
    """Two items of billing and one of network; one of billing is resolved, the network's came in last week."""
    hear(
        said("ana", "La factura está mal"),
        said("ana", "Otra factura mal", number=2),
        said("bruno", "No internet"),
    )
    first = router.get("/router/v1/feedback?team=billing", analyst).json["items"][0]
    router.post(f"/router/v1/feedback/{first['id']}/resolve", {"what_was_done": "Paid back"}, analyst)
    with router.service.change() as connection:
        connection.execute(
            "UPDATE feedback SET routed_at = routed_at - interval '7 days' WHERE team = 'network'"
        )


def test_the_summary_counts_what_came_in_today_and_what_is_open(router, day):
    summary = router.get(SUMMARY, {"Authorization": f"Bearer {INTERNAL_KEY}"}).json
    since = datetime.fromisoformat(summary.pop("since"))
    assert since == datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    assert summary == {
        "feedback": 2,
        "by_status": {"routed": 1, "resolved": 1},
        "open_by_team": {"billing": 1, "network": 1},
    }


def test_a_teams_key_counts_its_own(router, day):
    summary = router.get(SUMMARY, router.key("summary:read", subject="team:network")).json
    del summary["since"]
    assert summary == {
        "feedback": 0,
        "by_status": {},
        "open_by_team": {"network": 1},
    }
