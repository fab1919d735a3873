"""The demo company, as it has moved in: what everybody sees on the first day."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from escucha.demo import prepare
from escucha.embedded import place
from escucha.launch.run import Run
from integration.front.houses import House, house
from integration.front.waiting import wait_until
from support.ports import free_port


@pytest.fixture(scope="module")
def faro() -> Iterator[House]:
    """A house into which the demo company has moved."""
    with place.temporary() as folder, house(folder / "data", free_port()) as running:
        yield running


def ask(faro: House, path: str, key: str = "operator", **query: Any) -> Any:
    """What the API says to one of the demo's keys."""
    told = faro.told
    headers = {"Authorization": f"Bearer {told['keys'][key]}"}
    return httpx.get(told["url"] + path, headers=headers, params=query).raise_for_status().json()


def items(faro: House, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(faro, "/router/v1/feedback", limit=500, **query)["items"]
    return found


def test_every_contact_on_the_way_to_joining_is_fine_and_the_way_is_red(faro: House) -> None:
    found = ask(faro, "/scoring/v1/journeys/join/alarms", "person")
    rung = {(alarm["kind"], alarm["about"]) for alarm in found["alarms"]}
    assert ("green_but_red", "succeeded") in rung
    assert {name: one["low"] >= 0.8 for name, one in found["service"].items()} == {
        "ces-2.0-1-7": True,
        "csat-1-5": True,
    }
    assert found["experience"]["succeeded"]["high"] < 0.6


def test_what_comes_of_joining_has_numbers(faro: House) -> None:
    found = ask(faro, "/scoring/v1/journeys/join/outcomes", "person")
    assert {name: one["all"]["reached"] > 50 for name, one in found["times"].items()} == {
        "success": True,
        "revenue": True,
        "first_value": True,
        "setup": True,
    }
    # As customers say it is much better than as they do.
    assert found["resolution"]["said"]["low"] > found["resolution"]["seen"]["value"]
    assert found["promises_kept"]["delivery"]["high"] < 0.5
    assert found["installs"]["at_once"]["high"] < found["installs"]["in_the_end"]["value"]
    assert found["lookups_found"]["n"] > 100
    # Most had to call or to wait for a second visit; few heard from anybody.
    month = found["first_month"]
    assert month["followed_up"]["high"] < month["set_up"]["low"]
    assert month["set_up"]["high"] < month["with_issues"]["low"]
    sources = {
        item["source"]: item for item in ask(faro, "/scoring/v1/journeys/join/sources", "person")["items"]
    }
    # Whoever asks where the order is gets a list of last Monday, which seldom knows.
    assert sources["delivery-list"]["age"]["fresh"]["high"] < 0.5 > sources["delivery-list"]["found"]["high"]
    assert sources["customer-file"]["age"]["fresh"]["low"] > 0.9
    assert {channel["channel"] for channel in sources["coverage-map"]["channels"]} == {"web", "shop"}
    handoffs = ask(faro, "/scoring/v1/journeys/join/handoffs", "person")["items"]
    assert {"operations", "support"} <= {item["source"] for item in handoffs}
    stages = ask(faro, "/scoring/v1/journeys/join/dropoff", "person")["stages"]
    dropped = {stage["stage"]: stage["dropped"] for stage in stages}
    assert max(dropped, key=dropped.__getitem__) == "fill_contract"


def test_touchpoints_of_the_past_ask_nobody(faro: House) -> None:
    asked: set[str] = set()
    told: dict[str, Any] = {"more": True}
    while told["more"]:
        after = {"after": told["cursor"]} if "cursor" in told else {}
        told = ask(faro, "/survey/v1/events", "warehouse", **after)
        asked |= {
            event["data"]["customer_key"]
            for event in told["events"]
            if event["type"] in ("survey.invitation.scheduled", "survey.invitation.handed_out")
        }
    # Those whom something happened to today: c-15… are told that their complaint was resolved.
    assert any(key.startswith("c-2") for key in asked)
    assert all(key.startswith(("c-2", "c-15")) for key in asked)


def waterfall(faro: House) -> dict[str, dict[str, Any]]:
    """Who was asked since yesterday, by survey."""
    today = datetime.now(UTC).date()
    days = {"from": str(today - timedelta(days=1)), "to": str(today)}
    units = ask(faro, "/survey/v1/waterfall", **days, by="survey")["units"]
    return {one["unit"]["survey"]: one for one in units}


def test_beside_what_callers_say_stands_how_many_of_them_answered(faro: House) -> None:
    def rates() -> dict[str, Any]:
        asked = {"measure": "nps", "survey": "after-support", "by": "journey"}
        items = ask(faro, "/scoring/v1/scores", "person", **asked)["items"]
        return {one["slice"].get("journey"): one["response_rate"] for one in items}

    told = waterfall(faro)["after-support"]
    assert 0 < told["answered"] < told["handed_out"]
    wait_until(lambda: all(rate and rate["shown"] for rate in rates().values()))
    assert {"complain", "use"} <= rates().keys()
    assert all(0 < rate["value"] < 1 for rate in rates().values())


def test_that_sales_leaves_out_addresses_is_shown_to_the_auditor(faro: House) -> None:
    def found() -> set[tuple[str, str]]:
        auditor = {"Authorization": f"Bearer {faro.told['keys']['finance']}"}
        url = faro.told["url"] + "/scoring/v1/audits/gaming"
        audit = httpx.post(url, headers=auditor, json={"plan": "cx-lead"}).raise_for_status().json()
        return {
            (one["check"], one["unit"].get("owner")) for one in audit["results"] if one["outcome"] == "found"
        }

    wait_until(lambda: found() == {("not_invited", "sales"), ("withheld", "sales")})


@pytest.mark.parametrize(
    ("path", "key", "words"),
    [
        ("/scoring/drivers", "person", "All factors together go with"),
        ("/scoring/at-risk/join", "person", "Probability of being a detractor"),
        ("/scoring/proposals", "person", "Waits for operations, support."),
        ("/scoring/immersions", "person", "It asked twice for an address that it had"),
        ("/scoring/forecasts", "person", "What is measured is shown after"),
        ("/scoring/gaming/cx-lead", "finance", "/scoring/gaming/cx-lead/"),
    ],
)
def test_each_page_for_managers_executives_and_auditors_has_something_to_show(
    faro: House, path: str, key: str, words: str
) -> None:
    headers = {"Authorization": f"Bearer {faro.told['keys'][key]}"}

    def page() -> str:
        return httpx.get(faro.told["url"] + path, headers=headers).raise_for_status().text

    # Who is at risk is worked out by a job.
    wait_until(lambda: words in page())


def test_each_line_of_the_running_plan_has_a_number(faro: House) -> None:
    # The teams' resolutions reach the scores a moment later.
    def lines() -> list[dict[str, Any]]:
        found = ask(faro, "/scoring/v1/plans/cx-lead/scorecard", "person")
        return [line for card in found["people"] for line in card["lines"]]

    wait_until(lambda: all(line["measured"]["shown"] for line in lines()))
    assert all(line["unpaid"] is None for line in lines())
    assert [line["measure"]["kind"] for line in lines()] == [
        "nps",
        "ces",
        "resolved_share",
        "journey_success",
    ]
    assert ask(faro, "/scoring/v1/plans/cx-lead", "person")["state"] == "draft"


def test_the_plan_that_is_over_was_approved_by_two_and_is_locked(faro: House) -> None:
    plan = ask(faro, "/scoring/v1/plans/cx-lead-before", "person")
    assert plan["state"] == "locked"
    assert [step["action"] for step in plan["steps"]] == ["approved", "approved", "went_live", "closed"]
    approvers = {step["by"] for step in plan["steps"][:2]}
    assert len(approvers) == 2
    assert "Lucía Prats" not in approvers
    (locked,) = ask(faro, "/scoring/v1/scorecards", "person")["items"]
    verified = ask(faro, "/scoring/v1/scorecards/verification", "person")
    assert (verified["faults"], verified["pending"], verified["last_hash"]) == ([], [], locked["hash"])


def test_what_an_executive_expects_of_the_coming_month_is_locked_before_anybody_can_know(faro: House) -> None:
    found = ask(faro, "/scoring/v1/forecasts", "person")["items"]
    assert {one["measure"]["kind"]: one["person"] for one in found} == {
        "nps": "Lucía Prats",
        "journey_success": "Lucía Prats",
    }
    for one in found:
        assert one["made_at"][:10] < one["period"]["first_day"]
        assert one["measured"] is one["perception"] is None


def test_every_team_has_owners_hours_and_somebody_above_it(faro: House) -> None:
    book = ask(faro, "/router/v1/rules")
    assert book["executive"]["key"] == "lucia"
    for team in book["teams"]:
        assert team["owners"]
        assert {text["language"] for text in team["descriptions"]} == {"es", "pt"}
        assert team["calendar"]["time_zone"] == "Europe/Madrid"
    assert all(team["escalation"] for team in book["teams"] if team["key"] != book["triage"])
    people = [person for team in book["teams"] for person in (*team["owners"], *team["escalation"])]
    assert {person["language"] for person in people} == {"en", "es", "pt"}
    assert all(person["email"].endswith("@company.example") for person in people)


def test_comments_are_of_every_kind_and_severity(faro: House) -> None:
    found = items(faro)
    assert {item["kind"] for item in found} >= {"complaint", "praise", "suggestion", "question"}
    assert {item["severity"] for item in found} == {0, 1, 2, 3, 4}
    assert {item["language"] for item in found} >= {"en", "es", "pt"}
    assert {"billing", "connection", "staff"} <= {topic for item in found for topic in item["topics"]}
    assert {item["team"] for item in found} == {"billing", "network", "installation", "support", "triage"}
    assert "triage" in {item["decided_by"] for item in found}
    assert {item["rule"] for item in found if item["severity"] == 4} == {"danger"}


def test_what_broke_yesterday_is_a_theme_that_emerges_and_others_are_as_ever(faro: House) -> None:
    def emerging() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = ask(faro, "/router/v1/themes", emerging="true")["items"]
        return found

    wait_until(lambda: bool(emerging()))
    (theme,) = emerging()
    assert theme["count"] >= 5
    assert any("factura" in quote["text"] or "invoice" in quote["text"] for quote in theme["quotes"])
    assert len(ask(faro, "/router/v1/themes")["items"]) >= 3


def test_each_executive_has_a_digest_that_names_what_broke_yesterday(faro: House) -> None:
    def digests() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = ask(faro, "/router/v1/digests", "person")["items"]
        return found

    wait_until(lambda: {one["executive"] for one in digests()} == {"lucia", "ruth"})
    for one in digests():
        digest = ask(faro, f"/router/v1/digests/{one['id']}", "person")
        read = [item["why"] for item in digest["items"] if item["section"] == "comment"]
        assert [why.partition(":")[0] for why in read] == ["most_urgent", "emerging", "praise"]
        assert digest["figures"]["critical"] > 0


def test_a_late_order_was_paid_back_at_once_and_a_dear_one_is_with_a_person(faro: House) -> None:
    def decisions() -> dict[str, tuple[str, str | None]]:
        found = ask(faro, "/router/v1/decisions", "team_billing")["items"]
        return {one["touchpoint_id"]: (one["state"], one["held_by"]) for one in found}

    wait_until(lambda: len(decisions()) == 2)
    assert decisions() == {"order-2151": ("approved", None), "order-2152": ("referred", "case")}
    assert ask(faro, "/router/v1/decision-policies", "person")["version"] == 1


def test_praise_is_for_the_person_whom_customers_name(faro: House) -> None:
    people = ask(faro, "/router/v1/praise", "person")["people"]
    assert [(one["team"], one["person"]) for one in people] == [("support", "grace")]
    assert people[0]["count"] > 0


def test_what_customers_wrote_about_themselves_is_masked(faro: House) -> None:
    texts = [item["text"] for item in items(faro, team="support")]
    assert any("[phone]" in text and "[email]" in text for text in texts)
    assert not any("@example.com" in text or "555" in text for text in texts)


def test_after_a_complaint_is_resolved_its_customer_is_asked_by_mail(faro: House) -> None:
    triggers = {trigger["touchpoint"]: trigger for trigger in ask(faro, "/survey/v1/triggers")["items"]}
    fixed = triggers["complaint.resolved"]
    assert (fixed["survey"], fixed["via"]) == ("did-we-fix-it", "email")


def test_some_whose_complaint_was_resolved_will_be_asked_whether_it_was(faro: House) -> None:
    wait_until(lambda: waterfall(faro)["did-we-fix-it"]["waiting"] >= 5)


def test_customers_see_whose_survey_it_is(faro: House) -> None:
    page = httpx.get(faro.told["demo"]["survey_link"]).raise_for_status().text
    assert 'alt="Faro"' in page
    assert "+34 900 000 000" in page


def test_a_company_that_lives_here_or_was_cut_off_while_it_moved_in_comes_only_once(faro: House) -> None:
    def seen() -> dict[str, Any]:
        return {
            "brands": [one["version"] for one in ask(faro, "/survey/v1/brand")["items"]],
            "answers": len(ask(faro, "/survey/v1/responses", limit=500)["items"]),
            "answered": {survey: one["answered"] for survey, one in waterfall(faro).items()},
            "months": waterfall(faro)["first-month"]["eligible"],
            "comments": sorted((item["id"], item["status"]) for item in items(faro)),
            "rules": ask(faro, "/router/v1/rules")["version"],
            "executives": ask(faro, "/router/v1/executives")["version"],
            "policy": ask(faro, "/router/v1/decision-policies")["version"],
            "decided": len(ask(faro, "/router/v1/decisions")["items"]),
            "journeys": [one["version"] for one in ask(faro, "/scoring/v1/journeys")["items"]],
            "touchpoints": ask(faro, "/scoring/v1/journeys/join/graph")["touchpoints"],
            "plans": {one["key"]: one["version"] for one in ask(faro, "/scoring/v1/plans")["items"]},
            "forecasts": [one["id"] for one in ask(faro, "/scoring/v1/forecasts")["items"]],
            "locked": [one["hash"] for one in ask(faro, "/scoring/v1/scorecards")["items"]],
        }

    told, before = faro.told, seen()
    run = Run(told["url"], faro.data_dir, told["ports"], {})
    assert prepare(run)["keys"] == told["keys"]
    assert seen() == before
    (faro.data_dir / "demo-is-moving-in").touch()
    prepare(run)
    assert seen() == before


def test_who_said_nothing_and_had_to_call_is_on_the_list_of_those_at_risk(faro: House) -> None:
    def listed() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = ask(faro, "/scoring/v1/at-risk/customers", journey="join")["items"]
        return found

    wait_until(lambda: bool(listed()))
    (model,) = ask(faro, "/scoring/v1/at-risk/models", journey="join")["items"]
    assert model["refused"] is None
    assert model["trial"]["auc"]["low"] > 0.5
    likeliest = listed()[0]
    assert likeliest["reasons"]
    answers = ask(faro, "/survey/v1/responses", limit=500)["items"]
    assert likeliest["customer_key"] not in {answer["customer_key"] for answer in answers}
