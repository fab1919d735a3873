"""What the company has set is listed page by page, each thing once, whatever the size of a page."""

import re
from itertools import product
from typing import Any

import pytest

from integration.scoring.plans import plan
from integration.scoring.test_at_risk import make, set_programme
from scoring.domain.plan_measures import MEASURES
from shared.paging import pack
from support.apps import Running
from support.journeys import design
from support.lists import pages
from support.staff import Reader

KEYS = ["complain", "first-month", "join", "leave", "move"]
MODELS = "at-risk/models?journey=join"
PATHS = ["journeys?", "measures?", "plans?", "at-risk/programmes?", f"{MODELS}&"]
PAGES = ["journeys", "at-risk", "scorecards", "gaming"]


@pytest.fixture
def key(scoring: Running) -> dict[str, str]:
    return scoring.key(
        *("journeys:read", "journeys:write", "plans:read", "plans:write", "measures:read"),
        *("at_risk:read", "at_risk:write"),
    )


@pytest.fixture
def town(scoring: Running, key: dict[str, str]) -> None:
    """Five journeys, programmes and plans, each in two versions, and five models of one journey."""
    for window_days in (40, 50):
        for name in KEYS:
            journey = design(key=name, window_days=window_days)
            assert scoring.post("/scoring/v1/journeys", journey, key).status_code == 200
            assert set_programme(scoring, key, name, holdout_share=window_days / 100).status_code == 200
            titled = plan(key=name, title=f"{name} {window_days}")
            assert scoring.post("/scoring/v1/plans", titled, key).status_code == 200
    for kind in ("transactional", "relationship"):
        for factors in (["days_open"], ["handoffs"], ["complained"]):
            make(scoring, key, kind=kind, factors=factors)


def test_every_page_goes_on_where_the_one_before_ended(scoring, key, town):
    for path, limit in product(PATHS, (1, 2, 3, 5, 6, 13, 14)):
        at_once = scoring.get(f"/scoring/v1/{path}limit=500", key).json
        assert at_once["next"] is None
        assert len(at_once["items"]) >= 2, path
        paged = pages(scoring, f"/scoring/v1/{path.rstrip('?&')}", key, limit)
        assert [item for page in paged for item in page] == at_once["items"], path
        assert all(len(page) == limit for page in paged[:-1]), path


def test_lists_are_in_the_order_of_keys_and_hold_the_newest_versions(scoring, key, town):
    def listed(path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = scoring.get(f"/scoring/v1/{path}", key).json["items"]
        return found

    assert [(one["key"], one["definition"]["window_days"]) for one in listed("journeys")] == [
        (name, 50) for name in KEYS
    ]
    assert [(one["key"], one["definition"]["title"]) for one in listed("plans")] == [
        (name, f"{name} 50") for name in KEYS
    ]
    assert [(one["journey"], one["holdout_share"]) for one in listed("at-risk/programmes")] == [
        (name, 0.5) for name in KEYS
    ]
    assert [one["key"] for one in listed("measures")] == sorted(MEASURES)
    versions = [one["version"] for one in listed(MODELS)]
    assert versions == sorted(versions, reverse=True)


def test_a_cursor_of_another_list_is_refused(scoring, key):
    cursors = ("nonsense", pack("a\0b"), pack(2.5), pack("a", "b"), pack(2**40))
    for path, cursor in product(PATHS, cursors):
        answer = scoring.get(f"/scoring/v1/{path}cursor={cursor}", key)
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "cursor"), (path, cursor)


@pytest.mark.parametrize("where", PAGES)
def test_people_come_from_page_to_page_to_everything(scoring, key, town, monkeypatch, where):
    for at_once in (1, 2, 3, 5, 6):
        assert walked(scoring, monkeypatch, where, at_once) == KEYS


def walked(scoring: Running, monkeypatch: pytest.MonkeyPatch, where: str, at_once: int) -> list[str]:
    """What the pages of a list lead to, from the first to the last."""
    monkeypatch.setattr(f"scoring.pages.{where.replace('-', '_')}._AT_ONCE", at_once)
    reader = Reader.of(
        scoring, "journeys:read", "at_risk:read", "scorecards:read", "gaming:read", "plans:read"
    )
    found: list[str] = []
    address: str | None = f"/scoring/{where}"
    while address:
        page = reader.read(address)
        found += re.findall(rf'<a href="/scoring/{where}/([\w-]+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1] if following else None
    return found


def test_who_may_not_read_journeys_comes_to_those_with_a_programme(scoring, key, town, monkeypatch):
    monkeypatch.setattr("scoring.pages.at_risk._AT_ONCE", 3)
    reader = Reader.of(scoring, "at_risk:read")
    first = reader.read("/scoring/at-risk")
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    both = first + reader.read(following[1])
    assert re.findall(r'<a href="/scoring/at-risk/([\w-]+)">([\w-]+)</a>', both) == [
        (name, name) for name in KEYS
    ]
