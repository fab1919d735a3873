"""Whoever asks to be forgotten is nowhere any more, and what is counted stays what it was."""

import httpx
import pytest

from shared.ids import new_id
from support.counts import comments, responses
from support.house import INTERNAL_KEY
from support.samples import case_closed
from support.searching import in_database, in_files, in_redis

KEY, EMAIL, NAME = "dolores-4711", "dolores-4711@example.com", "Dolores Ibárruri-Gómez"
COMMENT = "The invoice named my street Calle Luna 13 and nobody answers."
NOTE = "We called Dolores back about Calle Luna."
WORDS = [KEY, "dolores", NAME, "ibárruri", "calle luna", "named my street", "lollipop"]


@pytest.fixture
def dolores(town):
    """She was invited by mail, answered, and a team wrote down what it did about what she wrote."""
    house = town.house
    person = {"key": KEY, "email": EMAIL, "name": NAME, "language": "en"}
    case = case_closed(47_110, channel="web", **person)
    case["data"]["attributes"] = {"product": "lollipop for dolores"}
    before = responses(house), comments(house)
    house.post("survey", "touchpoints", case, town.admin)
    house.wait_for(lambda: bool(town.mail.to(EMAIL)))
    text = town.mail.to(EMAIL)[0].get_body(("plain",)).get_content()
    link = next(word for word in text.split() if "/s/" in word)
    assert house.answer(link, recommend="2", effort="1", resolved="no", comment=COMMENT) == 200
    team = house.key("router", "feedback:read", "feedback:write")

    def hers():
        items = house.get("router", "feedback", team, limit=500)["items"]
        return [item for item in items if item["customer_key"] == KEY]

    house.wait_for(hers)
    (item,) = hers()
    house.post("router", f"feedback/{item['id']}/resolve", {"what_was_done": NOTE}, team)
    letter = {
        "id": str(new_id()),
        "to": {"customer_key": KEY},
        "kind": "reply",
        "language": "en",
        "subject": "Your lollipop",
        "text": f"Hello {NAME}, we are sorry.",
        "reference": item["id"],
    }
    house.post("survey", "messages", letter, {"Authorization": f"Bearer {INTERNAL_KEY}"})
    house.wait_for(lambda: any(mail["Subject"] == "Your lollipop" for mail in town.mail.to(EMAIL)))
    # What was resolved is a touchpoint too: the router tells survey, which asks whether it is fixed.
    reader = house.key("survey", "customers:read")
    house.wait_for(lambda: len(house.get("survey", f"customers/{KEY}/copy", reader)["touchpoints"]) == 2)
    house.wait_for(lambda: responses(house)[1] == before[0][1] + 1)
    house.wait_for(lambda: comments(house)[1] == before[1][1] + 1)
    return item


def everywhere(town, words=WORDS):
    databases = [
        f"{service}.{row}" for service, url in town.house.databases.items() for row in in_database(url, words)
    ]
    return databases + in_redis(town.valkey.url, words) + in_files(town.house.logs, words)


def nps(town):
    analyst = town.house.key("scoring", "scores:read")
    return town.house.get("scoring", "scores", analyst, measure="nps", survey="after-support")["totals"]


def test_after_an_erasure_nobody_finds_the_person_in_any_table_queue_or_log(town, dolores):
    house = town.house
    found = everywhere(town)
    assert {row.split(".")[0] for row in found} >= {"survey", "router", "scoring"}
    counted, scores = (responses(house), comments(house)), nps(town)

    eraser = house.key("survey", "customers:erase", "customers:read", "audit:read")
    done = house.delete("survey", f"customers/{KEY}", eraser)
    assert (done["rows"]["customer"], done["rows"]["touchpoints"], done["responses"]) == (1, 2, 1)

    house.wait_for(lambda: everywhere(town) == [], patience=30)
    assert (responses(house), comments(house)) == counted
    assert nps(town) == scores
    team = house.key("router", "feedback:read")
    item = house.get("router", f"feedback/{dolores['id']}", team)
    assert (item["customer_key"], item["text"], item["status"]) == (None, "", "resolved")
    trail = house.get("survey", "audit", eraser, subject=done["customer"])["items"]
    assert [entry["action"] for entry in trail] == ["customer.erased"]

    # The same wish again is granted again, and who comes back is nobody's old acquaintance.
    again = house.delete("survey", f"customers/{KEY}", eraser)
    assert again["customer"] == done["customer"]
    assert not any(again["rows"].values())
    assert everywhere(town) == []


def test_who_complained_on_the_page_is_forgotten_by_their_address_whatever_has_heard_of_it(town):
    house, email = town.house, "rosalia-4712@example.com"
    words = [email, "rosalia", "calle estrella", "marzipan"]
    form = {
        "_form": str(new_id()),
        "_language": "en",
        "text": "The invoice for marzipan names Calle Estrella 5, and I never ordered any.",
        "email": email,
        "order": "Marzipan for Rosalia",
    }
    before = comments(house, "complaint-page")[1]
    answer = httpx.post(f"{house.url('router')}/c", data=form, timeout=60)
    assert answer.status_code == 303, answer.text
    assert everywhere(town, words)

    # At once: the queue may have told survey of it by now, or be about to, or not.
    eraser = house.key("survey", "customers:erase")
    done = house.post("survey", "customers/erasures", {"email": email}, eraser)
    assert len(done["items"]) == 1

    house.wait_for(lambda: everywhere(town, words) == [], patience=30)
    assert comments(house, "complaint-page")[1] == before + 1
    assert httpx.get(f"{house.url('router')}{answer.headers['Location']}", timeout=60).status_code == 404
