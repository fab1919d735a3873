"""The daily digest tells which automatic decisions wait for a person, how many, since when and how much it is."""

from datetime import timedelta

import pytest

from feedback_router.domain.dates import spoken
from feedback_router.domain.digests import WaitingDecisions
from feedback_router.store import digests
from feedback_router.use_cases.decide_claims import decide_claims
from shared.clock import now
from support.deciding import DECISIONS, POLICY, complained, declare, delivered, put_in_force
from support.executives import MAX, appoint, mail, send


@pytest.fixture
def finance(router):
    """Ana, who may ask that a decision be reversed."""
    return router.key("feedback:read", "feedback:write", "decisions:read", "decisions:write", holder="Ana")


@pytest.fixture
def decided(router, staffed, hear, finance):
    """Two orders above the limit of a case, one of no known amount, and one that was approved."""
    boss = router.key("decisions:read", "decisions:write", "decisions:approve", holder="Carla")
    declare(router, finance)
    put_in_force(router, POLICY, finance, boss)
    orders = {"order-1": 2001, "order-2": 4999, "order-3": None, "order-4": 1250}
    hear(
        *(delivered("bruno", order, cents) for order, cents in orders.items()),
        *(complained("bruno", order) for order in orders),
    )
    assert decide_claims(router.service.change, router.service.settings, now=now()) == 4


def told(router, **executive) -> tuple[list[WaitingDecisions], str]:
    """The figures of the next digest, and its mail."""
    later = now() + timedelta(days=1)
    appoint(router, {**MAX, "time_zone": "UTC", "hour": later.hour, "journeys": [], **executive})
    send(router, later + timedelta(hours=1))
    with router.service.read() as connection:
        (digest,) = digests.page(connection, None, None, 10)
    (letter,) = mail(router, "digest")
    return list(digest.figures.decisions), letter["text"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Automatic decisions that wait for a person: 3, EUR 70.00 as far as it is known, the oldest"),
        (
            "es",
            "Decisiones automáticas que esperan a una persona: 3, por 70,00 EUR según lo que se sabe; la más",
        ),
        (
            "pt",
            "Decisões automáticas à espera de uma pessoa: 3, no valor de EUR 70,00 pelo que se sabe; a mais",
        ),
    ],
)
def test_what_was_left_to_a_person_and_is_open_is_told_in_the_readers_language(
    router, decided, finance, language, words
):
    (waiting,), text = told(router, language=language)
    assert (waiting.currency, waiting.count, waiting.amount) == ("EUR", 3, 7000)
    oldest = min(one["at"] for one in router.get(f"{DECISIONS}?state=referred", finance).json["items"])
    assert waiting.oldest_at.isoformat() == oldest
    assert words in text
    assert spoken(waiting.oldest_at, "UTC", language) in text
    assert "http://localhost/router/decisions" in text


def test_what_a_person_has_dealt_with_waits_no_more_and_what_is_to_be_reversed_does(router, decided, finance):
    listed = router.get(DECISIONS, finance).json["items"]
    for one in listed:
        if one["state"] == "approved":
            router.post(f"{DECISIONS}/{one['id']}/reverse", {"reason": "It came on time."}, finance)
        elif one["amount"] is not None:
            done = {"what_was_done": "Paid by hand."}
            router.post(f"/router/v1/feedback/{one['feedback_id']}/resolve", done, finance)
    (waiting,), _ = told(router)
    assert (waiting.count, waiting.amount) == (2, 1250)


def test_who_watches_other_journeys_or_has_no_policy_reads_nothing_of_it(router, decided):
    waiting, text = told(router, journeys=["elsewhere"])
    assert waiting == []
    assert "utomatic decisions" not in text
