"""Mail that other services ask for: each goes out once, in its thread, and the event log tells what became of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from typing import Any

import pytest

from shared.clock import now
from support import reports
from support.letters import INTERNAL, kinds
from support.messages import ask, message, message_id, named, send, told
from support.pictures import png
from support.searching import in_database
from survey.mail.connection import MailServerAway
from survey.store import messages, suppressions

ANA = {"key": "ana", "email": "ana@example.com", "name": "Ana", "language": "es"}
STAFF: dict[str, Any] = {"to": {"staff": "ana@faro.example"}, "kind": "digest"}


@pytest.fixture
def desk(survey):
    """The survey service, which knows Ana."""
    key = survey.key("customers:write")
    assert survey.post("/survey/v1/customers", {"customers": [ANA]}, key).status_code == 200
    return survey


def test_a_reply_looks_like_the_company_that_writes_it(desk, box):
    key = desk.key("surveys:write")
    brand = {"name": "Faro & Hijos", "accent": "#7a1fa2", "logo_png": png()}
    assert desk.client.put("/survey/v1/brand", json=brand, headers=key).status_code == 200
    ask(desk)
    assert send(desk, box.url) == 1
    (mail,) = box.to("ana@example.com")
    html = mail.get_body(("html",)).get_content()
    assert 'src="cid:logo@escucha" alt="Faro &amp; Hijos"' in html
    assert "a{color:#7a1fa2}" in html
    (picture,) = (part for part in mail.walk() if part.get_content_type() == "image/png")
    assert picture["Content-ID"] == "<logo@escucha>"


def ids(mail) -> list[str]:
    return [
        word.partition(".")[0].removeprefix("<message-") for word in str(mail["References"] or "").split()
    ]


def test_a_reply_goes_out_once_in_the_customers_language_as_text_and_html(desk, box):
    text = "Hola, Ana:\n\nHemos corregido <la> factura.\nhttps://faro.example/c/17\n\nUn saludo"
    answer = ask(desk, text=text)
    assert (answer.status_code, answer.json) == (202, {"id": str(message_id(1)), "state": "scheduled"})
    assert send(desk, box.url) == 1
    assert send(desk, box.url, later=timedelta(hours=1)) == 0
    (mail,) = box.to("ana@example.com")
    assert (mail["Subject"], mail["Content-Language"]) == ("Tu queja sobre la factura", "es")
    assert mail["Message-ID"] == named(1)
    plain = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    html = mail.get_body(("html",)).get_content()
    assert plain.startswith(text + "\n\n-- \nRecibes este mensaje")
    assert "Hemos corregido &lt;la&gt; factura." in html
    assert 'href="https://faro.example/c/17"' in html
    assert "List-Unsubscribe" not in mail
    ((what, data),) = told(desk)
    assert what == "sent"
    assert data == {
        "message_id": str(message_id(1)),
        "kind": "reply",
        "reference": "case-17",
        "customer_key": "ana",
        "reason": None,
    }


def test_the_same_message_asked_for_again_is_the_same_and_another_with_its_id_is_refused(desk, box):
    ask(desk)
    again = ask(desk)
    assert (again.status_code, again.json["state"]) == (202, "scheduled")
    other = ask(desk, text="Otra cosa.")
    assert (other.status_code, other.content_type) == (409, "application/problem+json")
    assert send(desk, box.url) == 1
    assert ask(desk).json["state"] == "sent"
    assert send(desk, box.url) == 0


def test_the_same_message_asked_for_by_many_at_once_is_kept_once(desk, box):
    with ThreadPoolExecutor(4) as pool:
        asked = [
            pool.submit(desk.app.test_client().post, "/survey/v1/messages", json=message(), headers=INTERNAL)
            for _ in range(8)
        ]
    assert {each.result().status_code for each in asked} == {202}
    assert send(desk, box.url) == 1


def test_messages_about_the_same_thing_are_one_thread(desk, box):
    ask(desk, 1)
    ask(desk, 2, text="Una cosa más.")
    ask(desk, 3, text="De otra cosa.", reference="case-18")
    assert send(desk, box.url, connections=1) == 3
    ask(desk, 4, text="Ya está.", in_reply_to=str(message_id(1)))
    ask(desk, 5, **STAFF)
    assert send(desk, box.url) == 2
    mails = {str(mail["Message-ID"]): mail for mail in box.messages}
    first, second, third, fourth, fifth = (mails[named(n)] for n in range(1, 6))
    assert [ids(mail) for mail in (first, second, third, fifth)] == [[], [str(message_id(1))], [], []]
    assert ids(fourth) == [str(message_id(2)), str(message_id(1))]
    assert fourth["In-Reply-To"] == first["Message-ID"]


def test_a_long_thread_keeps_its_lines_short_and_its_newest_messages(desk, box):
    for number in range(1, 31):
        ask(desk, number, text=f"Mensaje {number}")
    assert send(desk, box.url) == 30
    ask(desk, 31, text="El último")
    send(desk, box.url)
    last = box.messages[-1]
    assert ids(last) == [str(message_id(number)) for number in range(11, 31)]
    assert max(len(line) for line in last.as_bytes().splitlines()) < 998
    assert BytesParser(policy=policy.SMTP).parsebytes(last.as_bytes())["Subject"] == last["Subject"]


@pytest.mark.parametrize(("language", "words"), [("en", "work with"), ("es", "trabajas"), ("pt", "trabalha")])
def test_staff_get_digests_at_their_address_which_no_event_holds(desk, box, language, words):
    assert ask(desk, language=language, **STAFF).status_code == 202
    assert send(desk, box.url) == 1
    (mail,) = box.to("ana@faro.example")
    assert words in mail.get_body(("plain",)).get_content()
    assert told(desk)[0][1]["customer_key"] is None
    assert "ana@faro.example" not in str(told(desk))


def test_the_words_of_mail_to_staff_are_gone_once_it_is_sent_and_the_same_id_is_still_the_same_mail(
    desk, box
):
    body = {**STAFF, "text": "Calle Luna is flooded", "subject": "Calle Luna"}
    ask(desk, **body)
    database = desk.service.settings.database_url
    assert in_database(database, ["calle luna"])
    assert send(desk, box.url) == 1
    assert in_database(database, ["calle luna"]) == []
    assert ask(desk, **body).json["state"] == "sent"
    assert ask(desk, **{**body, "text": "Something else"}).status_code == 409
    assert send(desk, box.url, later=timedelta(hours=1)) == 0


def test_who_unsubscribed_from_surveys_still_gets_replies(desk, box):
    with desk.service.change() as connection:
        suppressions.suppress(connection, ["ana"], "unsubscribed", now())
    ask(desk)
    assert send(desk, box.url) == 1


def test_an_address_that_bounced_gets_nothing_until_there_is_a_new_one(desk, box):
    with desk.service.change() as connection:
        suppressions.suppress(connection, ["ana"], "bounced", now())
    ask(desk, 1)
    assert send(desk, box.url) == 0
    assert [(what, data["reason"]) for what, data in told(desk)] == [("failed", "bounced")]
    new = {"key": "ana", "email": "ana@new.example"}
    desk.post("/survey/v1/customers", {"customers": [new]}, desk.key("customers:write"))
    ask(desk, 2)
    assert send(desk, box.url) == 1


@pytest.mark.parametrize(
    ("key", "reason"),
    [("nobody", "unknown_customer"), ("carla", "no_address"), ("bruno", "address_unusable")],
)
def test_who_cant_be_reached_is_told_with_the_reason(desk, box, key, reason):
    known = [{"key": "carla"}, {"key": "bruno", "email": "bruno@example.com"}]
    desk.post("/survey/v1/customers", {"customers": known}, desk.key("customers:write"))
    with desk.service.change() as connection:
        connection.execute("UPDATE customers SET email = 'bruno @example.com' WHERE key = 'bruno'")
    assert ask(desk, to={"customer_key": key}).status_code == 202
    assert send(desk, box.url) == 0
    assert [(what, data["reason"]) for what, data in told(desk)] == [("failed", reason)]
    assert ask(desk, to={"customer_key": key}).json["state"] == "failed"
    assert len(told(desk)) == 1


def test_a_mail_server_that_is_away_costs_time_and_one_that_refuses_is_tried_again(desk, box):
    ask(desk)
    with pytest.raises(MailServerAway):
        send(desk, "smtp://127.0.0.1:9")
    box.refusals = {"ana@example.com": "450 mailbox busy"}
    assert send(desk, box.url, later=timedelta(minutes=2)) == 0
    box.refusals = {}
    assert send(desk, box.url, later=timedelta(minutes=4)) == 1
    assert [what for what, _ in told(desk)] == ["sent"]


def test_a_message_that_died_with_its_worker_goes_out_after_the_lease(desk, box):
    ask(desk)
    with desk.service.change() as connection:
        assert len(messages.claim(connection, now(), 10)) == 1
    assert send(desk, box.url) == 0, "somebody else is at it"
    assert send(desk, box.url, later=timedelta(minutes=6)) == 1


def test_a_message_that_comes_back_has_failed_and_its_address_is_left_alone(desk, box):
    ask(desk)
    send(desk, box.url)
    report = reports.postfix(box.messages[0]["Message-ID"])
    key = {**desk.key("delivery_reports:write"), "Content-Type": "message/rfc822"}
    taken = desk.client.post("/survey/v1/delivery-reports", data=report, headers=key).json
    assert (taken["outcome"], taken["message_id"], taken["invitation_id"], taken["customer_key"]) == (
        "bounced",
        str(message_id(1)),
        None,
        "ana",
    )
    assert [(what, data["reason"]) for what, data in told(desk)] == [("sent", None), ("failed", "bounced")]
    assert kinds(desk)[-1] == "survey.customer.bounced"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"to": {}}, "to"),
        ({"to": {"customer_key": "ana", "staff": "ana@faro.example"}}, "to"),
        ({"to": {"staff": "ana@faro.example"}}, "to"),
        ({"to": {"customer_key": "ana"}, "kind": "digest"}, "to"),
        ({"to": {"staff": "ana"}, "kind": "digest"}, "to.staff"),
        ({"kind": "survey"}, "kind"),
        ({"language": "fr"}, "language"),
        ({"subject": " "}, "subject"),
        ({"text": ""}, "text"),
        ({"id": "7"}, "id"),
    ],
)
def test_what_cant_be_a_message_is_refused_by_field(desk, change, field):
    answer = ask(desk, **change)
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json["errors"]}


def test_a_subject_never_adds_a_header_field(desk, box):
    ask(desk, subject="Factura\r\nBcc: everybody@example.com")
    send(desk, box.url)
    assert box.messages[0]["Bcc"] is None
    assert box.messages[0]["Subject"] == "Factura Bcc: everybody@example.com"


def test_messages_need_their_scope(desk):
    assert desk.post("/survey/v1/messages", message(), desk.key("surveys:write")).status_code == 403


WORDS = ["ana@example.com", '"ana"', "(ana,", "factura"]


def test_an_erased_customers_messages_are_gone_and_one_that_comes_late_leaves_no_trace(desk, box):
    ask(desk)
    send(desk, box.url)
    admin = desk.key("customers:erase", "customers:read")
    copy = desk.get("/survey/v1/customers/ana/copy", admin).json
    assert [each["text"] for each in copy["messages"]] == ["Hola, Ana:\n\nHemos corregido la factura."]
    url = desk.service.settings.database_url
    assert in_database(url, WORDS)
    done = desk.client.delete("/survey/v1/customers/ana", headers=admin).json
    assert done["rows"]["messages"] == 1
    assert in_database(url, WORDS) == []
    assert ask(desk, 2, text="La factura, otra vez.").json["state"] == "failed"
    assert in_database(url, WORDS) == []
    assert (told(desk)[-1][0], told(desk)[-1][1]["customer_key"]) == ("failed", None)


def test_who_is_written_to_in_the_very_moment_of_the_erasure_leaves_no_trace(desk):
    url = desk.service.settings.database_url
    crm, admin = desk.key("customers:write"), desk.key("customers:erase")
    for number in range(1, 9):
        desk.post("/survey/v1/customers", {"customers": [ANA]}, crm)
        with ThreadPoolExecutor(2) as pool:
            client = desk.app.test_client
            asked = pool.submit(client().post, "/survey/v1/messages", json=message(number), headers=INTERNAL)
            erased = pool.submit(client().delete, "/survey/v1/customers/ana", headers=admin)
        assert (asked.result().status_code, erased.result().status_code) == (202, 200)
        assert in_database(url, WORDS) == []
