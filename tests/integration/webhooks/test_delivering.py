"""What happens is delivered to the receivers that want it, signed, on schedule, and to nobody inside."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from feedback_router.domain.webhook_schedule import PAUSES
from feedback_router.domain.webhooks import Answer
from feedback_router.outbound.endpoint import Endpoint
from feedback_router.use_cases.send_deliveries import Lane
from feedback_router.webhooks import jobs
from support.apps import INTERNAL_KEY
from support.complaints import BOOK
from support.ports import free_port
from support.receivers import receiver

AWAY = Answer(error="timeout")


def test_a_receiver_with_the_official_package_accepts_every_delivery(office, receive):
    webhook = office.webhook(receive)
    happened = office.happens(30, text="La factura está mal ✓ <&>")
    office.deliver()
    assert receive.unverified == []
    assert sorted(receive.taken) == sorted(happened)
    assert {log["state"] for log in office.log(webhook)} == {"delivered"}
    (first,) = [payload for payload in receive.payloads if payload["id"] == happened[0]]
    log = office.router.get("/router/v1/events?limit=500", {"Authorization": f"Bearer {INTERNAL_KEY}"})
    assert first in log.json["events"], "the payload is the event as the log tells it"


def test_an_event_is_delivered_once_however_often_the_log_is_read(office, receive):
    office.webhook(receive)
    happened = office.happens(3)
    office.deliver()
    with office.router.service.database.transaction() as connection:
        connection.execute("UPDATE cursors SET position = '' WHERE source = 'router/webhooks'")
    office.deliver()
    assert sorted(receive.taken) == sorted(happened)


def test_only_events_of_the_team_and_of_the_wanted_types_and_values_are_delivered(office, receive):
    office.webhook(receive, events=["router.feedback.routed"], filters={"severity_at_least": "severe"})
    wanted = office.happens(severity="critical") + office.happens(severity="severe")
    office.happens(severity="mild")
    office.happens()
    office.happens(severity="critical", team="network")
    office.happens(severity="critical", kind="router.feedback.resolved")
    office.deliver()
    assert sorted(receive.taken) == sorted(wanted)


def test_who_wants_one_language_only_hears_of_what_is_brought_to_the_team_later_too(
    office, router, receive, billing
):
    boss = router.key("feedback:read", "feedback:write")
    rules = router.post("/router/v1/rules", BOOK, router.key("rules:write"))
    assert rules.status_code == 200, rules.text
    office.webhook(receive, filters={"languages": ["en"], "sentiments": ["negative"]})
    for text, language in (
        ("The internet is terrible, no internet at all", "en"),
        ("Se corta y es horrible", "es"),
    ):
        report = {"text": text, "language": language}
        item = router.post("/router/v1/reports", report, router.key("reports:write")).json["feedback_id"]
        path = f"/router/v1/feedback/{item}/reroute"
        answer = router.post(path, {"team": "billing", "reason": "Not paid"}, boss)
        assert answer.status_code == 200, answer.text
    office.deliver()
    assert [(told["type"], told["data"]["language"]) for told in receive.payloads] == [
        ("router.feedback.rerouted", "en")
    ]


def test_a_team_hears_of_what_is_taken_from_it_and_of_nothing_that_was_never_its_own(office, receive):
    office.webhook(receive)
    moved = office.happens(kind="router.feedback.rerouted", team="network", from_team="billing")
    office.happens(kind="router.feedback.rerouted", team="network", from_team="triage")
    office.deliver()
    assert receive.taken == moved


def test_ten_attempts_are_made_with_the_published_pauses_and_the_log_tells_them(office):
    webhook = office.webhook("http://127.0.0.1:9/hook")
    office.happens()
    courier = office.courier(lambda *_: AWAY)
    for pause in (timedelta(0), *PAUSES):
        office.later += pause - timedelta(seconds=1)
        courier.work(jobs.plan, timedelta(seconds=60))
        office.later += timedelta(seconds=2)
        courier.work(jobs.plan, timedelta(seconds=60))
        courier.finish()
    (delivery,) = office.log(webhook)
    assert (delivery["state"], delivery["next_attempt_at"], delivery["failures"]) == ("failed", None, 10)
    assert [attempt["error"] for attempt in delivery["attempts"]] == ["timeout"] * 10
    times = [datetime.fromisoformat(attempt["at"]) for attempt in delivery["attempts"]]
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert len(pauses) == len(PAUSES)
    for made, published in zip(pauses, PAUSES, strict=True):
        assert published <= made < published + timedelta(seconds=60)


def test_the_payload_is_the_same_at_each_attempt_and_at_each_replay_even_with_a_new_template(office, receive):
    receive.reply = lambda _: (500, {}, b"no")
    webhook = office.webhook(receive)
    (event,) = office.happens()
    office.deliver()
    receive.reply = lambda _: (200, {}, b"")
    template = {"kind": "json", "body": {"now": "{id}"}}
    changed = office.router.client.patch(
        f"/router/v1/webhooks/{webhook}", json={"template": template}, headers=office.key
    )
    assert changed.status_code == 200, changed.json
    office.time_passes()
    office.deliver()
    assert office.post(f"{webhook}/deliveries/{event}/replay").status_code == 202
    office.deliver()
    assert receive.seen[event] == 3
    assert len(receive.bodies[event]) == 1
    (other,) = office.happens()
    office.deliver()
    assert [json.loads(body) for body in receive.bodies[other]] == [{"now": other}]


def test_during_a_rotation_the_old_and_the_new_secret_verify_and_afterwards_only_the_new(office, receive):
    webhook = office.webhook(receive)
    old = receive.secret
    new = office.post(f"{webhook}/secrets", {"old_expire_in_hours": 1}).json["secret"]
    office.happens()
    office.deliver()
    receive.secret = new
    office.happens()
    office.deliver()
    assert len(receive.taken) == 2
    assert {len(headers["webhook-signature"].split()) for headers in receive.headers} == {2}
    office.post(f"{webhook}/secrets", {"old_expire_in_hours": 0})
    office.happens()
    office.deliver()
    receive.secret = old
    office.time_passes()
    office.deliver()
    assert len(receive.taken) == 2
    assert len(receive.unverified) == 2
    assert [secret["number"] for secret in office.show(webhook)["secrets"]] == [3]


def test_a_receiver_that_is_gone_disables_its_webhook_and_what_it_missed_waits_for_it(office, receive):
    receive.reply = lambda _: (410, {}, b"closed")
    webhook = office.webhook(receive)
    (event,) = office.happens()
    office.deliver()
    shown = office.show(webhook)
    assert (shown["enabled"], shown["disabled_reason"]) == (False, "gone")
    (told,) = office.told("router.webhook.disabled")
    assert told["data"] == {"webhook_id": webhook, "team": "billing", "reason": "gone"}
    receive.reply = lambda _: (200, {}, b"")
    missed = office.happens(2)
    office.time_passes()
    office.deliver()
    assert receive.taken == []
    office.router.client.patch(f"/router/v1/webhooks/{webhook}", json={"enabled": True}, headers=office.key)
    office.deliver()
    assert sorted(receive.taken) == sorted([event, *missed])
    assert office.show(webhook)["disabled_reason"] is None


def test_a_receiver_that_fails_for_days_is_given_up_with_an_event(office):
    webhook = office.webhook("http://127.0.0.1:9/hook")
    office.happens()
    courier = office.courier(lambda *_: AWAY)
    for _ in range(9):
        courier.work(jobs.plan, timedelta(seconds=60))
        courier.finish()
        assert office.show(webhook)["enabled"]
        office.later += timedelta(days=1)
    courier.work(jobs.plan, timedelta(seconds=60))
    courier.finish()
    assert office.show(webhook)["disabled_reason"] == "failing"
    assert len(office.told("router.webhook.disabled")) == 1


def test_a_redirect_is_not_followed(office, receive):
    with receiver() as elsewhere:
        receive.reply = lambda _: (307, {"Location": elsewhere.url}, b"")
        webhook = office.webhook(receive)
        elsewhere.secret = receive.secret
        office.happens()
        office.deliver()
        assert not elsewhere.seen
        assert not elsewhere.unverified
    (delivery,) = office.log(webhook)
    (attempt,) = delivery["attempts"]
    assert (delivery["state"], attempt["status"], attempt["error"]) == ("waiting", 307, "redirect")


def test_who_asks_for_patience_gets_it_within_bounds(office, receive):
    webhook = office.webhook(receive)
    for asked, given in (("3600", 3600), ("999999999", 86_400), ("soon", 5), ("1", 5)):
        receive.reply = lambda _, asked=asked: (429, {"Retry-After": asked}, b"")
        (event,) = office.happens()
        office.deliver()
        (delivery,) = [one for one in office.log(webhook) if one["event_id"] == event]
        at = datetime.fromisoformat(delivery["attempts"][0]["at"])
        pause = (datetime.fromisoformat(delivery["next_attempt_at"]) - at).total_seconds()
        assert given <= pause < given + 60, asked


def test_what_a_receiver_says_is_kept_in_part_and_only_when_it_did_not_take_it(office, receive):
    receive.reply = lambda _: (400, {}, b"\x00nope " + b"x" * 5000)
    webhook = office.webhook(receive)
    office.happens()
    office.deliver()
    receive.reply = lambda _: (200, {}, b"")
    office.happens()
    office.deliver()
    texts = [delivery["attempts"][0]["response"] for delivery in office.log(webhook)]
    assert texts[0] is None
    assert texts[1].startswith("nope xxx")
    assert len(texts[1]) < 1001


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:10.0.0.1"], ["fe80::1%eth0"]]
)
def test_a_name_that_leads_inside_is_refused_when_it_is_connected_to(office, receive, addresses):
    webhook = office.webhook(receive.url.replace("127.0.0.1", "hooks.example"))
    office.happens()
    endpoint = Endpoint(False, Endpoint.make(allow_private=False).ssl_context, lambda *_: addresses)
    office.deliver(endpoint.post)
    assert not receive.seen
    assert not receive.unverified
    (delivery,) = office.log(webhook)
    assert (delivery["state"], delivery["attempts"][0]["error"]) == ("waiting", "private address")


def test_a_name_is_resolved_once_and_the_address_that_was_looked_at_is_the_one_connected_to(office, receive):
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    url = receive.url.replace("127.0.0.1", "hooks.example")
    receive.secret = office.router.post("/router/v1/webhooks", {"url": url}, office.key).json["secret"]
    office.happens()
    office.deliver(Endpoint(True, Endpoint.make(allow_private=True).ssl_context, resolve).post)
    assert asked == ["hooks.example"]
    assert len(receive.taken) == 1
    assert receive.headers[0]["host"].startswith("hooks.example")


def test_a_receiver_that_answers_byte_by_byte_is_left_when_the_time_is_over(office, receive, monkeypatch):
    monkeypatch.setattr("feedback_router.outbound.endpoint.TOTAL_S", 0.5)
    gone = threading.Event()

    def trickle(_: str) -> tuple[int, dict[str, str], bytes]:
        gone.wait(30)
        return 200, {}, b""

    receive.reply = trickle
    webhook = office.webhook(receive)
    office.happens()
    office.deliver()
    gone.set()
    (delivery,) = office.log(webhook)
    assert delivery["attempts"][0]["error"] == "timeout"


def test_a_slow_receiver_delays_no_other(office, receive):
    """By order, not by time: the slow one answers when the other has got everything, and it would wait for ever."""
    done, order = threading.Event(), []
    with receiver() as slow:
        office.webhook(slow)
        office.webhook(receive)

        def at_last(event: str) -> tuple[int, dict[str, str], bytes]:
            order.append("slow" if done.wait(8) else "gave up")
            return 200, {}, b""

        def at_once(event: str) -> tuple[int, dict[str, str], bytes]:
            order.append("quick")
            if order.count("quick") == 40:
                done.set()
            return 200, {}, b""

        slow.reply, receive.reply = at_last, at_once
        office.happens(40)
        office.deliver()
    assert order[:40] == ["quick"] * 40
    assert sorted(set(order[40:])) == ["slow"]


def test_receivers_that_are_away_share_threads_that_no_other_waits_for(office, receive):
    """As many of them as there are threads, all silent until the quick one has got everything."""
    done = threading.Event()
    quick = office.webhook(receive)
    away = [office.webhook(f"http://127.0.0.1:9/{number}") for number in range(4)]
    with office.router.service.database.transaction() as connection:
        connection.execute("UPDATE webhooks SET slow = true WHERE id <> %s", (quick,))
    real = Endpoint.make(allow_private=True).post
    waited = []

    def post(url: str, headers: dict[str, str], body: bytes) -> Answer:
        if url != receive.url:
            waited.append(done.wait(30))
            return AWAY
        answer = real(url, headers, body)
        if len(receive.taken) == 20:
            done.set()
        return answer

    office.happens(20)
    courier = office.courier(post, lanes=(Lane(False, 2, 2), Lane(True, 2, 2)))
    courier.work(jobs.plan, timedelta(seconds=60))
    courier.finish()
    assert len(receive.taken) == 20
    assert all(waited)
    assert {len(office.log(webhook, state="waiting")) for webhook in away} == {20}


def test_two_workers_at_once_send_nothing_twice(office, receive):
    office.webhook(receive)
    happened = office.happens(60)
    couriers = [office.courier(), office.courier()]
    threads = [
        threading.Thread(target=courier.work, args=(jobs.plan, timedelta(seconds=60))) for courier in couriers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for courier in couriers:
        courier.finish()
    assert sorted(receive.taken) == sorted(happened)


def test_a_test_reaches_the_receiver_whatever_it_wants_to_hear(office, receive):
    webhook = office.webhook(receive, events=["router.feedback.resolved"])
    answer = office.post(f"{webhook}/test")
    assert (answer.status_code, answer.json["event_type"]) == (202, "router.webhook.tested")
    office.deliver()
    assert receive.taken == [answer.json["event_id"]]


def test_slack_gets_a_message_that_slack_would_show(office, receive):
    office.webhook(receive, template={"kind": "slack", "language": "es"})
    office.happens(reason="The words <b> & c", severity="severe", survey="after-support")
    office.deliver()
    (message,) = receive.payloads
    assert message["text"] == "Un comentario nuevo para billing"
    section = message["blocks"][0]["text"]
    assert section["type"] == "mrkdwn"
    assert section["text"].splitlines() == [
        "*Un comentario nuevo para billing*",
        "The words &lt;b&gt; &amp; c",
        "gravedad: severe · encuesta: after-support",
    ]


def test_slack_reads_a_reason_that_is_kept_as_data_in_the_language_of_its_channel(office, receive):
    office.webhook(receive, template={"kind": "slack", "language": "es"})
    office.happens(reason="No rule matched, so triage looks at it.", why={"code": "no_match"})
    office.deliver()
    (message,) = receive.payloads
    assert "Ninguna regla lo reclama; lo revisa el equipo de triaje." in message["blocks"][0]["text"]["text"]


def test_the_receiver_of_the_documentation_works_as_it_stands_there(office, tmp_path):
    text = (Path(__file__).parents[3] / "docs/webhooks.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    port = free_port()
    webhook = office.router.post("/router/v1/webhooks", {"url": f"http://127.0.0.1:{port}/"}, office.key).json
    said = tmp_path / "said"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", program.replace("9000", str(port))],
            env={**os.environ, "WEBHOOK_SECRET": webhook["secret"]},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            until = time.monotonic() + 60
            while not office.log(webhook["id"], state="delivered"):
                assert time.monotonic() < until, said.read_text()
                if not office.log(webhook["id"]):
                    (event,) = office.happens()
                office.time_passes()
                office.deliver()
        finally:
            process.terminate()
            process.wait()
    assert f"{event} router.feedback.routed" in said.read_text()
