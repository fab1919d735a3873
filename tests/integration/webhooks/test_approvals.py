"""What is approved at once reaches whoever pays: at least once, and always in the same bytes."""

from feedback_router.jobs import HANDLERS
from feedback_router.use_cases.decide_claims import decide_claims
from shared.clock import now
from shared.events import Event
from shared.follower import follow
from shared.ids import new_id
from support.complaints import SUBMITTED_AT, feed
from support.deciding import POLICY, complained, declare, delivered, put_in_force


def test_an_approval_is_told_the_same_after_its_customer_was_erased(office, receive):
    router, service = office.router, office.router.service
    writer = router.key("decisions:write", holder="Ana")
    declare(router, writer)
    put_in_force(router, POLICY, writer, router.key("decisions:approve", holder="Carla"))
    webhook = office.webhook(receive, events=["router.decision.*"])
    log = [delivered("bruno", "order-1"), complained("bruno", "order-1")]
    follow(service.read, service.change, "survey", feed(*log), HANDLERS["survey"])
    decide_claims(service.change, service.settings, now=now())
    office.deliver()
    data = {"customer": "5f3a", "responses": [log[1].subject], "events": [str(event.id) for event in log]}
    log.append(Event(new_id(), "survey.customer.erased", "5f3a", SUBMITTED_AT, "request-1", data))
    follow(service.read, service.change, "survey", feed(*log), HANDLERS["survey"])
    (approval,) = office.told("router.decision.approved")
    office.post(f"{webhook}/deliveries/{approval['id']}/replay")
    office.deliver()
    first, again = receive.payloads
    assert first == again == approval
    assert (first["data"]["amount"], receive.unverified) == (1250, [])
