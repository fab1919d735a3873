"""Who sees which feedback, in which order."""

from base64 import b64encode
from urllib.parse import quote
from uuid import uuid4

import pytest

from support.complaints import said

LIST = "/router/v1/feedback"


@pytest.fixture
def three(router, book, hear):
    """Ana complains to billing, Bruno to network, Carla to nobody in particular; in this order."""
    log = [
        said("ana", "La factura está mal"),
        said("bruno", "No internet, awful"),
        said("carla", "Está tudo certo"),
    ]
    for heard in range(1, 4):
        hear(*log[:heard])


def who(answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["customer_key"] for item in answer.json["items"]]


def test_all_is_listed_newest_first_and_page_by_page(router, analyst, three):
    assert who(router.get(LIST, analyst)) == ["carla", "bruno", "ana"]
    first = router.get(f"{LIST}?limit=2", analyst)
    second = router.get(f"{LIST}?limit=2&cursor={first.json['next']}", analyst)
    assert (who(first), who(second)) == (["carla", "bruno"], ["ana"])
    assert second.json["next"] is None


def test_pages_break_nowhere_even_when_a_whole_batch_came_at_the_same_moment(router, analyst, book, hear):
    hear(*(said("ana", "La factura está mal", number=number) for number in range(25)))
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        body = router.get(f"{LIST}?limit=10&cursor={cursor}", analyst).json
        seen += [item["id"] for item in body["items"]]
        cursor = body["next"]
    assert len(seen) == len(set(seen)) == 25


def test_filters_narrow_the_list(router, analyst, three):
    (bruno,) = router.get(f"{LIST}?team=network", analyst).json["items"]
    router.post(f"{LIST}/{bruno['id']}/acknowledge", None, analyst)
    assert who(router.get(f"{LIST}?status=acknowledged", analyst)) == ["bruno"]
    assert who(router.get(f"{LIST}?status=routed", analyst)) == ["carla", "ana"]
    assert who(router.get(f"{LIST}?language=es", analyst)) == ["ana"]
    assert who(router.get(f"{LIST}?sentiment=negative", analyst)) == ["bruno", "ana"]
    assert who(router.get(f"{LIST}?survey=another", analyst)) == []
    assert who(router.get(f"{LIST}?survey=after-support&team=triage", analyst)) == ["carla"]
    assert who(router.get(f"{LIST}?since={quote(bruno['routed_at'])}", analyst)) == ["carla", "bruno"]


def cursor(place: str) -> str:
    return b64encode(place.encode()).decode()


YESTERDAY = cursor('["yesterday", "x"]')
NOBODY = cursor('["2026-11-20T10:00:00+00:00", "nobody"]')
NUMBERS = cursor("[1, 2]")
NOTHING = cursor("[null, null]")
HALF = cursor("[1]")
DEEP = cursor("[" * 2500)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("cursor=nonsense", "cursor"),
        (f"cursor={YESTERDAY}", "cursor"),
        (f"cursor={NOBODY}", "cursor"),
        (f"cursor={NUMBERS}", "cursor"),
        (f"cursor={NOTHING}", "cursor"),
        (f"cursor={HALF}", "cursor"),
        (f"cursor={DEEP}", "cursor"),
        ("status=lost", "status"),
        ("sentiment=angry", "sentiment"),
        ("language=klingon", "language"),
        ("since=yesterday", "since"),
        ("team=%00", "team"),
        ("survey=%ED%A0%80", "survey"),
        ("limit=0", "limit"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(router, analyst, query, field):
    answer = router.get(f"{LIST}?{query}", analyst)
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_a_teams_key_sees_its_own_feedback_only(router, analyst, three):
    billing = router.key("feedback:read", "feedback:write", subject="team:billing")
    network = router.key("feedback:read", subject="team:network")
    nobody = router.key("feedback:read", subject="team:kitchen")
    assert who(router.get(LIST, billing)) == who(router.get(f"{LIST}?team=billing", billing)) == ["ana"]
    assert who(router.get(LIST, network)) == ["bruno"]
    assert who(router.get(LIST, nobody)) == []


def test_a_teams_key_that_asks_for_another_team_is_refused_whether_or_not_it_exists(router, three):
    billing = router.key("feedback:read", subject="team:billing")
    answers = [router.get(f"{LIST}?team={team}", billing) for team in ("network", "kitchen")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json["detail"] == answers[1].json["detail"]


def test_another_teams_item_looks_like_one_that_does_not_exist(router, analyst, three):
    (bruno,) = router.get(f"{LIST}?team=network", analyst).json["items"]
    billing = router.key("feedback:read", "feedback:write", subject="team:billing")
    for feedback_id in (bruno["id"], uuid4()):
        looked = router.get(f"{LIST}/{feedback_id}", billing)
        acknowledged = router.post(f"{LIST}/{feedback_id}/acknowledge", None, billing)
        resolved = router.post(f"{LIST}/{feedback_id}/resolve", {"what_was_done": "Nothing"}, billing)
        assert {answer.status_code for answer in (looked, acknowledged, resolved)} == {404}
        assert {answer.json["detail"] for answer in (looked, acknowledged, resolved)} == {
            "There is no feedback item here."
        }
    assert router.get(f"{LIST}/{bruno['id']}", analyst).json["status"] == "routed"


@pytest.mark.parametrize("subject", ["survey:after-support", "team:", "billing", ""])
def test_a_key_that_is_limited_to_no_team_sees_nothing(router, three, subject):
    key = router.key("feedback:read", "feedback:write", "summary:read", subject=subject)
    for path in (LIST, f"{LIST}/{uuid4()}", "/router/v1/summary"):
        assert router.get(path, key).status_code == 403


@pytest.mark.parametrize("name", ["1", "nobody", "%00", "00000000-0000-0000-0000-00000000000g"])
def test_what_is_no_id_leads_nowhere(router, analyst, name):
    for answer in (
        router.get(f"{LIST}/{name}", analyst),
        router.post(f"{LIST}/{name}/acknowledge", None, analyst),
    ):
        assert answer.status_code == 404
        assert answer.content_type == "application/problem+json"


def test_reading_and_acting_need_their_scopes(router, three):
    reader = router.key("feedback:read")
    item = router.get(LIST, reader).json["items"][0]
    assert router.post(f"{LIST}/{item['id']}/acknowledge", None, reader).status_code == 403
    assert router.get(LIST, router.key("feedback:write")).status_code == 403
    assert router.get(LIST, {}).status_code == 401
