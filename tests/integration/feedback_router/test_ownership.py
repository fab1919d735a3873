"""Teams own stages, channels and products: what comes from there is nearer to them, and rules may ask for it."""

from dataclasses import replace
from typing import Any

import pytest

from shared.events import Event
from support.complaints import BOOK, said

FEEDBACK = "/router/v1/feedback"
# Words that no rule knows and no description says.
SOFA = "The sofa in your shop had a torn seat"
ABOUT = {"source": "/shop", "id": "order-1", "type": "order.delivered"}


def owning(**owned: list[str]) -> dict[str, Any]:
    """The usual book, whose network team owns this."""
    teams = [{**team, **owned} if team["key"] == "network" else team for team in BOOK["teams"]]
    return {**BOOK, "teams": teams}


def after(event: Event, product: str | None) -> Event:
    """The same answer, given after a delivery of this product."""
    return replace(event, data={**event.data, "touchpoint": {**ABOUT, "product": product}})


@pytest.fixture
def decided(router, hear):
    """Put a book in force, hear one answer, and find its item."""

    def decide(book: dict[str, Any], event: Event) -> dict[str, Any]:
        answer = router.post("/router/v1/rules", book, router.key("rules:write"))
        assert answer.status_code == 200, answer.text
        hear(event)
        (item,) = router.get(FEEDBACK, router.key("feedback:read")).json["items"]
        return dict(item)

    return decide


def test_a_team_that_owns_where_it_comes_from_is_asked_where_words_alone_would_not_do(decided):
    book = owning(stages=["Install"], channels=["web"], products=["Sofa bed"])
    item = decided(book, after(said("bruno", SOFA), "sofa bed"))
    assert (item["team"], item["decided_by"]) == ("network", "model"), item
    assert item["reason"].endswith(
        'It also owns the stage "install", the channel "web" and the product "sofa bed".'
    )
    assert (item["touchpoint"], item["product"]) == ("order.delivered", "sofa bed")


def test_without_an_owner_the_same_words_wait_in_triage(decided):
    item = decided(BOOK, after(said("bruno", SOFA), "sofa bed"))
    assert (item["team"], item["decided_by"]) == ("triage", "triage")
    assert "owns" not in item["reason"]


def test_words_that_say_whose_it_is_outweigh_who_owns_the_place(decided):
    item = decided(owning(stages=["install"]), said("bruno", "Wrong charges on my bills, I want a refund"))
    assert item["team"] == "billing"


def test_a_rule_asks_for_the_product_and_for_what_the_customer_was_asked_after(decided, router):
    rule = {
        "key": "sofas",
        "team": "network",
        "products": ["Sofa bed"],
        "touchpoint_types": ["order.delivered"],
    }
    item = decided({**BOOK, "rules": [rule]}, after(said("bruno", SOFA), "Sofa bed"))
    assert (item["team"], item["rule"]) == ("network", "sofas")
    assert (
        item["reason"] == 'Rule "sofas": the touchpoint is "order.delivered" and the product is "Sofa bed".'
    )
    body = {"rules": {**BOOK, "rules": []}, "since": "2026-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z"}
    replayed = router.post("/router/v1/rules/replay", body, router.key("rules:read")).json
    assert [(c["from_team"], c["to_team"], c["count"]) for c in replayed["changes"]] == [("network", None, 1)]


def test_an_explanation_can_be_asked_for_a_product(router, analyst):
    router.post("/router/v1/rules", owning(products=["sofa bed"]), router.key("rules:write"))
    said_of = {"text": SOFA, "language": "en", "stage": "install"}
    plain = router.post("/router/v1/explain", said_of, analyst).json["decision"]
    owned = router.post("/router/v1/explain", {**said_of, "product": "sofa bed"}, analyst).json["decision"]
    assert "owns" not in plain["reason"]
    assert owned["confidence"] != plain["confidence"]
