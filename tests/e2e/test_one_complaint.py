"""One complaint travels from a customer's phone to a team, a score and a scorecard."""

from itertools import count

import httpx
import pytest

from support.samples import case_closed

numbers = count(1)


@pytest.fixture
def number():
    return next(numbers)


def ask(town, number, **customer):
    case = case_closed(number, key=f"customer-{number}", **customer)
    answer = town.house.post("survey", "touchpoints", case, town.admin)
    return answer["links"][0]["link"]


def test_a_complaint_reaches_the_team_the_score_and_the_scorecard_with_one_request_id(town, number):
    house = town.house
    link = ask(town, number)
    sent = httpx.post(
        link,
        data={"recommend": "1", "effort": "2", "comment": "The invoice is wrong and nobody answers."},
        headers={"X-Request-Id": f"answer-{number}"},
    )
    assert sent.status_code == 200
    team = house.key("router", "feedback:read", "feedback:write", subject="team:billing")

    def mine():
        items = house.get("router", "feedback", team, limit=500)["items"]
        return [item for item in items if item["customer_key"] == f"customer-{number}"]

    house.wait_for(mine)
    (item,) = mine()
    assert item["reason"] == 'Rule "money": the comment says "invoice".'
    assert (item["language"], item["sentiment"]) == ("en", "negative")
    other = house.key("router", "feedback:read", subject="team:network")
    assert all(i["id"] != item["id"] for i in house.get("router", "feedback", other, limit=500)["items"])

    house.post("router", f"feedback/{item['id']}/acknowledge", None, team)
    house.post(
        "router", f"feedback/{item['id']}/resolve", {"what_was_done": "The invoice was corrected."}, team
    )

    for service in ("survey", "router"):
        log = events(house, service)
        ids = {event["requestid"] for event in log if mentions(event, item["response_id"])}
        assert f"answer-{number}" in ids

    analyst = house.key("scoring", "scores:read", "plans:write", "scorecards:read")
    for _ in range(9):
        house.answer(ask(town, next(numbers)), recommend="10", effort="7")

    def score():
        totals = house.get("scoring", "scores", analyst, measure="nps", survey="after-support")["totals"]
        return totals[0]["statistics"][0] if totals else {"n": 0}

    house.wait_for(lambda: score().get("n", 0) >= 10)
    nps = score()
    assert nps["low"] < nps["value"] < nps["high"]
    house.wait_for(
        lambda: (
            house.get("scoring", "scores", analyst, measure="resolved_share", survey="after-support")[
                "totals"
            ]
            != []
        )
    )
    house.post("scoring", "plans", plan(), analyst)

    def paid():
        card = house.get("scoring", "plans/ana/scorecard", analyst)
        return card["people"][0]["lines"][0]

    # Somebody else's answer may come in between the two looks.
    house.wait_for(lambda: paid()["measured"]["n"] == score()["n"])
    assert f"from {score()['n']} answers" in paid()["explanation"]["en"]


def test_an_invitation_goes_out_by_mail_and_its_link_takes_one_answer(town, number):
    house = town.house
    address = f"carla-{number}@example.com"
    case = case_closed(number, channel="web", key=f"carla-{number}", email=address, language="pt")
    house.post("survey", "touchpoints", case, town.admin)
    house.wait_for(lambda: bool(town.mail.to(address)))
    (message,) = town.mail.to(address)
    assert message["Subject"] == "O seu contato conosco"
    text = message.get_body(("plain",)).get_content()
    link = next(line for line in text.splitlines() if line.startswith("http"))
    before = house.get("survey", "summary")["responses"]
    for _ in range(5):
        assert httpx.head(link).status_code == 200
        assert "Facilitamos a solução." in httpx.get(link).text
    assert house.get("survey", "summary")["responses"] == before
    for _ in range(3):
        assert house.answer(link, recommend="9") == 200
    assert house.get("survey", "summary")["responses"] == before + 1
    assert town.mail.to(address) == [message]


def events(house, service):
    found, cursor = [], ""
    while True:
        page = house.get(service, "events", after=cursor, limit=500)
        found += page["events"]
        cursor = page["cursor"]
        if not page["events"]:
            return found


def mentions(event, response_id):
    return event["data"].get("response_id") == response_id


def plan():
    return {
        "key": "ana",
        "title": "A quarter",
        "people": [{"name": "Ana", "target_bonus": 100000}],
        "period": {"first_day": "2026-01-01", "last_day": "2030-12-31"},
        "minimum_n": 5,
        "lines": [
            line({"kind": "nps", "slice": {"survey": "after-support"}}, 50, (0, 40, 80)),
            line({"kind": "journey_success", "slice": {"journey": "complain"}}, 50, ("0.5", "0.7", "0.9")),
        ],
        "guardrails": [{"measure": {"kind": "ces"}, "limit": "0.5", "pays_at_most": 80}],
    }


def line(measure, weight, marks):
    percents = {"percent_at_threshold": 50, "percent_at_target": 100, "percent_at_maximum": 150}
    curve = dict(zip(("threshold", "target", "maximum"), marks, strict=True)) | percents
    return {
        "measure": measure,
        "weight": weight,
        "curve": curve,
        "expected_n": 100,
        "review_on": "2099-12-31",
    }
