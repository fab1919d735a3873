"""What staff set is listed page by page, each thing once, whatever the size of a page."""

from typing import Any

import pytest

from shared.paging import pack
from support.apps import Running
from support.lists import pages
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_LINK
from survey.domain.retention import BUILT_IN

KEYS = ["after-sale", "after-support", "day-7", "leaving", "prospect"]
PATHS = ["surveys", "triggers", "brand", "contact-policies", "retention-policies"]


@pytest.fixture
def key(survey: Running) -> dict[str, str]:
    return survey.key("surveys:read", "surveys:write", "retention:read", "retention:write")


def set_all(survey: Running, key: dict[str, str]) -> None:
    """Five surveys and triggers, each of the first in two versions, and more than one brand and policy."""
    for title in ("Before", "After"):
        for name in KEYS:
            changed = {**AFTER_SUPPORT, "key": name, "title": {**AFTER_SUPPORT["title"], "en": title}}
            send(survey, "surveys", changed, key)
    for minutes in (1, 2):
        for name in KEYS:
            send(survey, "triggers", {**AFTER_SUPPORT_BY_LINK, "key": name, "delay_minutes": minutes}, key)
    for number in range(1, 5):
        send(survey, "contact-policies", {"limits": [{"gap_days": number}]}, key)
        send(survey, "retention-policies", {**vars(BUILT_IN), "customers": 1100 + number}, key)
        answer = survey.client.put("/survey/v1/brand", json={"name": f"Faro {number}"}, headers=key)
        assert answer.status_code == 200


def send(survey: Running, path: str, body: Any, key: dict[str, str]) -> None:
    assert survey.post(f"/survey/v1/{path}", body, key).status_code == 200


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6])
def test_every_page_goes_on_where_the_one_before_ended(survey, key, limit):
    set_all(survey, key)
    for path in PATHS:
        at_once = survey.get(f"/survey/v1/{path}?limit=500", key).json
        assert at_once["next"] is None
        paged = pages(survey, f"/survey/v1/{path}", key, limit)
        assert [item for page in paged for item in page] == at_once["items"], path
        assert all(len(page) == limit for page in paged[:-1]), path


def test_surveys_and_triggers_are_listed_by_key_in_their_newest_versions(survey, key):
    set_all(survey, key)
    surveys = survey.get("/survey/v1/surveys", key).json["items"]
    assert [(one["key"], one["version"], one["definition"]["title"]["en"]) for one in surveys] == [
        (name, 2, "After") for name in KEYS
    ]
    triggers = survey.get("/survey/v1/triggers", key).json["items"]
    assert [(one["key"], one["delay_minutes"]) for one in triggers] == [(name, 2) for name in KEYS]


def test_versions_are_listed_from_the_newest_down_to_the_built_in_one(survey, key):
    set_all(survey, key)
    for path, versions in {
        "brand": [4, 3, 2, 1],
        "contact-policies": [5, 4, 3, 2, 1, 0],
        "retention-policies": [4, 3, 2, 1, 0],
    }.items():
        listed = survey.get(f"/survey/v1/{path}", key).json["items"]
        assert [one["version"] for one in listed] == versions, path


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "cursor", ["nonsense", pack(-1), pack("a\0b"), pack(2.5), pack("a", "b"), pack(2**40)]
)
def test_a_cursor_of_another_list_is_refused(survey, key, path, cursor):
    answer = survey.get(f"/survey/v1/{path}?cursor={cursor}", key)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "cursor")
