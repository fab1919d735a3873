"""An item shows what its customer has been through, so that nobody is asked twice."""

from dataclasses import replace
from datetime import datetime, timedelta

from feedback_router.use_cases.forget_contacts import forget_contacts
from shared.events import Event
from shared.ids import new_id
from support.complaints import SUBMITTED_AT, said, touched

FEEDBACK = "/router/v1/feedback"


def shown(router, key, who: str):
    items = router.get(f"{FEEDBACK}?limit=500", key).json["items"]
    item = max((it for it in items if it["customer_key"] == who), key=lambda it: it["submitted_at"])
    return router.get(f"{FEEDBACK}/{item['id']}", key).json


def test_an_item_shows_its_journey_so_far_and_the_customers_other_contacts(router, analyst, book, hear):
    log = [
        touched("ana", 1, hours=50),
        touched("ana", 2, journey="join", hours=5),
        touched("ana", 3, hours=2),
        touched("ana", 4, journey=None, hours=1),
        touched("bruno", 5),
        said("ana", "La factura está mal"),
    ]
    hear(*log)
    hear(*log, *log)
    item = shown(router, analyst, "ana")
    assert item["journey"] == "complain"
    assert [contact["at"][:13] for contact in item["journey_so_far"]] == ["2026-11-20T08", "2026-11-18T08"]
    assert item["journey_so_far"][0] == {
        "at": "2026-11-20T08:00:00+00:00",
        "type": "support.case.closed",
        "journey": "complain",
        "stage": "resolve",
        "channel": "phone",
    }
    assert [contact["journey"] for contact in item["other_contacts"]] == [None, "join"]


def test_an_item_shows_how_the_customers_other_items_stand_and_none_of_their_words(
    router, analyst, book, hear
):
    earlier = said("ana", "Se corta todo el día", number=1)
    earlier = replace(earlier, data={**earlier.data, "submitted_at": "2026-11-01T10:00:00+00:00"})
    hear(earlier, said("ana", "La factura está mal", number=2), said("bruno", "My invoice is wrong"))
    billing = router.key("feedback:read", subject="team:billing")
    item = shown(router, billing, "ana")
    (other,) = item["other_feedback"]
    assert (other["team"], other["status"], other["submitted_at"]) == (
        "network",
        "routed",
        "2026-11-01T10:00:00+00:00",
    )
    assert "corta" not in str(other)


def test_of_a_customer_without_a_name_nothing_is_known(router, analyst, book, hear):
    nameless = said("carla", "Está tudo certo")
    nameless = replace(nameless, data={**nameless.data, "customer_key": None})
    hear(touched(None, 1), nameless)
    (item,) = router.get(FEEDBACK, analyst).json["items"]
    item = router.get(f"{FEEDBACK}/{item['id']}", analyst).json
    assert (item["journey_so_far"], item["other_contacts"], item["other_feedback"]) == ([], [], [])


def test_what_is_shown_of_a_long_past_has_an_end(router, analyst, book, hear):
    hear(
        *(touched("ana", number, hours=number) for number in range(1, 150)),
        said("ana", "La factura está mal"),
    )
    item = shown(router, analyst, "ana")
    assert len(item["journey_so_far"]) == 100
    assert item["journey_so_far"][0]["at"] == "2026-11-20T09:00:00+00:00"


def test_touchpoints_go_when_the_surveys_retention_policy_has_them_go_and_with_them_what_they_said(
    router, analyst, book, hear
):
    old, recent = touched("ana", 1, hours=50), touched("ana", 2, hours=2)
    log = [replace(event, data={**event.data, "attributes": {"agent": "hugo"}}) for event in (old, recent)]
    log.append(said("ana", "La factura está mal"))
    hear(*log)
    hear(*log, retired("responses", SUBMITTED_AT))
    assert forget_contacts(router.service.change) == 0
    at = SUBMITTED_AT - timedelta(hours=25)
    hear(*log, retired("responses", SUBMITTED_AT), retired("touchpoints", at), retired("touchpoints", at))
    assert (forget_contacts(router.service.change), forget_contacts(router.service.change)) == (1, 0)
    assert len(shown(router, analyst, "ana")["journey_so_far"]) == 1
    with router.service.read() as connection:
        agents = connection.execute("SELECT touchpoint_id FROM touchpoint_agents").fetchall()
    assert agents == [("call-2",)]


def retired(what: str, before: datetime) -> Event:
    """The survey's retention policy took away what had come in before this moment."""
    data = {"what": what, "n": 1, "before": before.isoformat()}
    return Event(new_id(), "survey.retention.applied", what, SUBMITTED_AT, "retention", data)
