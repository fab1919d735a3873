"""The waterfall by API: every drop has its reason, and everything adds up."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_EMAIL, AFTER_SUPPORT_BY_LINK, case_closed
from survey.domain.waterfall import UNITS


def identities(steps: dict[str, Any]) -> None:
    """Everything that must be equal."""
    assert steps["eligible"] == steps["suppressed"] + steps["invited"]
    assert steps["suppressed"] == sum(steps["suppressed_by"].values())
    assert steps["invited"] == steps["waiting"] + steps["delivered"] + steps["failed"]
    assert steps["failed"] == sum(steps["failed_by"].values())
    assert steps["delivered"] == steps["sent"] + steps["handed_out"]
    assert steps["delivered"] == steps["answered"] + steps["unanswered"]


@pytest.fixture
def admin(survey):
    """A key for everything; Ana, Bruno and Carla have had all that can happen to an invitation."""
    key = survey.key("surveys:write", "touchpoints:write", "responses:read")
    survey.post("/survey/v1/surveys", AFTER_SUPPORT, key)
    for trigger in (AFTER_SUPPORT_BY_LINK, AFTER_SUPPORT_BY_EMAIL):
        survey.post("/survey/v1/triggers", trigger, key)
    survey.post("/survey/v1/contact-policies", {"limits": [{"gap_days": 7}]}, key)
    people = [f"customer-{number}" for number in range(8)]
    mails = [
        case_closed(place, channel="web", key=person, email=f"{person}@example.com")
        for place, person in enumerate(people)
    ]
    calls = [case_closed(100), case_closed(101), case_closed(102, key="bruno"), case_closed(103, key="carla")]
    calls[2]["data"]["owner"] = "sales"
    del calls[3]["data"]["journey"]
    nowhere = case_closed(104, channel="web", key="diego")
    del nowhere["data"]["customer"]["email"]
    links = survey.post("/survey/v1/touchpoints", [*mails, *calls, nowhere], key).json["links"]
    for link in links[:2]:
        page = survey.client.post(link["link"].removeprefix("http://localhost"), data={"recommend": "9"})
        assert page.status_code == 200
    become = {
        0: "state = 'sent', sent_at = created_at",
        1: "state = 'sent', sent_at = created_at",
        2: "state = 'failed', reason = 'bounced'",
        3: "state = 'failed', reason = 'refused_by_mail_server'",
        4: "state = 'sending'",
        5: "expires_at = created_at",
        6: "state = 'failed', reason = 'bounced'",
    }
    with survey.service.database.transaction() as connection:
        for place, change in become.items():
            connection.execute(f"UPDATE invitations SET {change} WHERE touchpoint_id = 'case-{place}'")
        connection.execute(
            "INSERT INTO responses SELECT id, survey, version, customer_key, 'invitation', language, context, '{}',"
            " created_at, created_at FROM invitations WHERE touchpoint_id IN ('case-0', 'case-6')"
        )
    return key


def read(survey, admin, by: str = "", **period: str) -> Any:
    today = now().date().isoformat()
    period = {"from": today, "to": today, **period}
    query = "&".join(f"{name}={value}" for name, value in {**period, "by": by}.items() if value)
    answer = survey.get(f"/survey/v1/waterfall?{query}", admin)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_every_invitation_is_in_exactly_one_place(survey, admin):
    total = read(survey, admin)["total"]
    identities(total)
    assert total == {
        "eligible": 13,
        "suppressed": 2,
        "suppressed_by": {"no_address": 1, "too_soon": 1},
        "invited": 11,
        "waiting": 2,
        "delivered": 6,
        "sent": 3,
        "handed_out": 3,
        "failed": 3,
        "failed_by": {"bounced": 1, "expired": 1, "refused_by_mail_server": 1},
        "answered": 4,
        "unanswered": 2,
    }


@pytest.mark.parametrize("by", [*UNITS, ",".join(UNITS), "day,journey"])
def test_the_units_add_up_to_the_total_whatever_they_are(survey, admin, by):
    body = read(survey, admin, by)
    sums: Counter[str] = Counter()
    for unit in body["units"]:
        identities(unit)
        assert list(unit["unit"]) == by.split(",")
        for name, value in unit.items():
            if isinstance(value, int):
                sums[name] += value
            elif name != "unit":
                sums.update({f"{name}.{reason}": n for reason, n in value.items()})
    flat: Counter[str] = Counter()
    for name, value in body["total"].items():
        flat.update({name: value} if isinstance(value, int) else {f"{name}.{r}": n for r, n in value.items()})
    assert +sums == +flat


def test_units_are_told_apart_and_what_is_unknown_comes_last(survey, admin):
    units = read(survey, admin, "journey,owner")["units"]
    assert [(unit["unit"]["journey"], unit["unit"]["owner"], unit["eligible"]) for unit in units] == [
        ("complain", "sales", 1),
        ("complain", "support", 11),
        (None, "support", 1),
    ]


def test_only_the_period_counts_and_both_its_days_do(survey, admin):
    today = now().date()
    yesterday, tomorrow = (today + timedelta(days=days) for days in (-1, 1))
    assert read(survey, admin, **{"from": f"{yesterday}", "to": f"{yesterday}"})["total"]["eligible"] == 0
    assert read(survey, admin, **{"from": f"{yesterday}", "to": f"{tomorrow}"})["total"]["eligible"] == 13
    (unit,) = read(survey, admin, "day")["units"]
    assert unit["unit"] == {"day": today.isoformat()}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-01-01", "to"),
        ("from=2026-01-02&to=2026-01-01", "to"),
        ("from=2026-01-01&to=2026-01-01&by=colour", "by.0"),
        ("from=2026-01-01&to=2026-01-01&by=day,day", "by"),
        ("from=2026-01-01&to=2026-01-01&since=1", "since"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_field(survey, admin, query, field):
    answer = survey.get(f"/survey/v1/waterfall?{query}", admin)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_the_waterfall_needs_the_scope_of_its_answers(survey):
    path = "/survey/v1/waterfall?from=2026-01-01&to=2026-01-01"
    assert survey.get(path, survey.key("surveys:read")).status_code == 403
