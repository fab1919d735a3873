"""What comes to the mailbox: reports and answers are taken in once each, the rest is left to people."""

import re
from datetime import timedelta
from typing import Any

import pytest
from psycopg import OperationalError

from shared.clock import now
from support import reports
from support.apps import SECRET_KEY, Running
from support.letters import asking_by_mail, invite, kinds
from support.letters import send as send_letters
from support.mail_folder import LocalFolder, MailFolder, imap_folder
from support.messages import ask, message_id, named, send, told
from support.searching import in_database
from survey.domain.incoming import read_mail
from survey.mail.mailbox import MailboxAway, open_mailbox
from survey.use_cases.read_mailbox import read_mailbox

MESSAGE = named(1)


def answer(text: str = "Sigue mal.", subject: str = "Re: Tu queja", **fields: str) -> bytes:
    """As Ana's mail program sends it."""
    named = {
        "In-Reply-To": MESSAGE,
        "References": MESSAGE,
        **{k.replace("_", "-"): v for k, v in fields.items()},
    }
    head = [
        "From: Ana <ana@example.com>",
        "To: Faro <hola@faro.example>",
        f"Subject: {subject}",
        *(f"{name}: {value}" for name, value in named.items() if value),
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    quoted = (
        "El mar, 3 nov 2026 a las 10:00, Faro <hola@faro.example> escribió:\n> Hemos corregido la factura."
    )
    return ("\n".join(head) + f"\n\n{text}\n\n{quoted}\n").encode()


@pytest.fixture(params=["imap", "maildir"])
def folder(request, tmp_path):
    if request.param == "maildir":
        yield LocalFolder(tmp_path / "mail")
    else:
        with imap_folder() as it:
            yield it


@pytest.fixture
def local(tmp_path):
    return LocalFolder(tmp_path / "mail")


@pytest.fixture
def desk(survey_settings, box):
    """Ana has been asked by mail, and got the reply to a complaint."""
    with asking_by_mail(survey_settings, box.url) as it:
        invite(it, 1)
        assert send_letters(it, box.url) == 1
        ask(it)
        assert send(it, box.url) == 1
        yield it


def read(desk: Running, folder: MailFolder, at_most: timedelta = timedelta(seconds=60)) -> int:
    with open_mailbox(folder.url) as mailbox:
        return read_mailbox(desk.service.change, mailbox, now, at_most, SECRET_KEY)


def replies(desk: Running) -> list[dict[str, Any]]:
    return [data for what, data in told(desk) if what == "replied"]


def test_an_answer_to_a_message_is_told_in_the_customers_own_words(desk, folder):
    folder.put(answer("Sigue mal: me cobraron 30 €."))
    assert read(desk, folder) == 1
    assert replies(desk) == [
        {
            "message_id": str(message_id(1)),
            "reference": "case-17",
            "customer_key": "ana",
            "text": "Sigue mal: me cobraron 30 €.",
        }
    ]
    assert folder.flags() == [{"seen"}]
    assert read(desk, folder) == 0


def test_reports_are_taken_and_other_mail_waits_for_a_person_unseen(desk, folder, box):
    invitation, message = (mail["Message-ID"] for mail in box.messages)
    folder.put(reports.postfix(message))
    folder.put(b"From: somebody@example.com\nSubject: Lunch?\n\nAt two?\n")
    folder.put(reports.abuse(invitation))
    assert read(desk, folder) == 3
    assert folder.flags() == [{"seen"}, {"flagged"}, {"seen"}]
    assert kinds(desk)[-3:] == [
        "survey.message.failed",
        "survey.customer.bounced",
        "survey.customer.complained",
    ]
    assert read(desk, folder) == 0


def test_the_same_mail_twice_is_one_answer(desk, folder):
    folder.put(answer())
    folder.put(answer())
    assert read(desk, folder) == 2
    assert len(replies(desk)) == 1
    assert folder.flags() == [{"seen"}, {"seen"}]


def test_who_dies_between_the_commit_and_the_mark_takes_it_once(desk, local):
    class Dying:
        def __init__(self, mailbox):
            self.unread = mailbox.unread

        def mark(self, name, *, taken):
            raise KeyboardInterrupt

    local.put(answer())
    with open_mailbox(local.url) as mailbox, pytest.raises(KeyboardInterrupt):
        read_mailbox(desk.service.change, Dying(mailbox), now, timedelta(seconds=60), SECRET_KEY)
    assert local.flags() == [set()]
    assert read(desk, local) == 1
    assert len(replies(desk)) == 1


def test_nothing_is_marked_that_the_database_does_not_have(desk, local):
    def away():
        raise OperationalError("gone")

    local.put(answer())
    with open_mailbox(local.url) as mailbox, pytest.raises(OperationalError):
        read_mailbox(away, mailbox, now, timedelta(seconds=60), SECRET_KEY)
    assert local.flags() == [set()]


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\xff\xfe" * 1000,
        b"Content-Type: multipart/mixed; boundary=\n\n--\n--\n",
        b"From: =?x?b?\nIn-Reply-To: "
        + MESSAGE.encode()
        + b"\nContent-Type: text/plain; charset=klingon\n\n\0\xed\xa0\x80",
        answer("Nulo: \0 y \ud800".encode("utf-8", "surrogatepass").decode("latin-1")),
        answer("palabra " * 500_000),
    ],
    ids=["empty", "noise", "no boundary", "odd charset", "no characters", "endless"],
)
def test_a_broken_mail_never_blocks_those_behind_it(desk, local, broken):
    local.put(broken)
    local.put(answer("La de detrás."))
    assert read(desk, local) == 2
    assert replies(desk)[-1]["text"] == "La de detrás."
    assert all(local.flags())


def test_a_mail_that_makes_us_stumble_is_left_to_a_person(desk, local, monkeypatch):
    def stumble(raw):
        if b"Nadie" in raw:
            raise RuntimeError("Nadie contesta")
        return read_mail(raw)

    monkeypatch.setattr("survey.use_cases.take_mail.read_mail", stumble)
    local.put(answer("Nadie contesta."))
    local.put(answer("La de detrás."))
    assert read(desk, local) == 2
    assert [each["text"] for each in replies(desk)] == ["La de detrás."]
    assert local.flags() == [{"flagged"}, {"seen"}]


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"List_Id": "<everybody.example.com>"},
    ],
)
def test_what_a_machine_answers_is_no_answer(desk, local, fields):
    local.put(answer("Estoy de vacaciones.", **fields))
    assert read(desk, local) == 1
    assert replies(desk) == []
    assert local.flags() == [{"seen"}]


def test_a_person_may_say_that_no_machine_wrote_it(desk, local):
    local.put(answer(Auto_Submitted="no"))
    read(desk, local)
    assert len(replies(desk)) == 1


def test_an_answer_is_known_by_the_thread_where_a_program_names_only_that(desk, local):
    local.put(answer(In_Reply_To="<lost@elsewhere>", References=f"{MESSAGE}\n <lost@elsewhere>"))
    read(desk, local)
    assert [each["message_id"] for each in replies(desk)] == [str(message_id(1))]


@pytest.mark.parametrize(
    "thread",
    [
        "",
        "<somebody@elsewhere>",
        named(7),
        named(1, "invitation"),
        f"<message-{message_id(1)}@faro.example>",
        named(1, secret_key="a guess"),
    ],
)
def test_an_answer_to_nothing_of_ours_is_left_to_a_person(desk, local, thread):
    local.put(answer(In_Reply_To=thread, References=thread))
    read(desk, local)
    assert replies(desk) == []
    assert local.flags() == [{"flagged"}]


def test_what_staff_answer_to_a_digest_is_left_to_a_person(desk, local, box):
    ask(desk, 2, to={"staff": "ana@faro.example"}, kind="digest")
    send(desk, box.url)
    local.put(answer(In_Reply_To=named(2), References=""))
    read(desk, local)
    assert replies(desk) == []
    assert local.flags() == [{"flagged"}]


def test_nobody_stops_the_mail_to_an_address_by_writing_a_report_about_it(desk, local, box):
    local.put(reports.without_message("ana@example.com"))
    assert read(desk, local) == 1
    invite(desk, 2)
    assert send_letters(desk, box.url) == 1


@pytest.mark.parametrize(
    "forge", [lambda it: re.sub(r"\.\w+@", "@", it), lambda it: re.sub(r"\.\w", ".a", it)]
)
def test_nobody_stops_the_mail_to_a_customer_by_guessing_what_we_have_sent_them(desk, local, box, forge):
    """An invitation's id is derived from its touchpoint's, which other people know."""
    local.put(reports.postfix(forge(box.messages[0]["Message-ID"])))
    assert read(desk, local) == 1
    invite(desk, 2)
    assert send_letters(desk, box.url) == 1


def test_who_mails_that_they_want_no_more_surveys_gets_none(desk, local, box):
    text = box.messages[0].get_body(("plain",)).get_content()
    token = next(line for line in text.splitlines() if line.startswith("http")).rpartition("/")[2]
    local.put(
        answer(subject=f"unsubscribe {token}", In_Reply_To="", References="", Auto_Submitted="auto-generated")
    )
    local.put(answer(subject="unsubscribe AAAAAAAAAAAAAAAAAAAAAAAAAAA", In_Reply_To="", References=""))
    assert read(desk, local) == 2
    assert local.flags() == [{"seen"}, {"flagged"}]
    assert kinds(desk)[-1] == "survey.customer.unsubscribed"
    invite(desk, 2)
    assert send_letters(desk, box.url) == 0


def test_what_time_does_not_suffice_for_waits(desk, local):
    for number in range(3):
        local.put(answer(f"Mensaje {number}"))
    assert read(desk, local, at_most=timedelta(0)) == 1
    assert read(desk, local) == 2
    assert len(replies(desk)) == 3


def test_an_erased_customers_answers_are_gone_too(desk, local):
    local.put(answer("Vivo en la Calle Luna."))
    local.put(answer("Calle Luna 13."))
    with open_mailbox(local.url) as mailbox:
        read_mailbox(desk.service.change, mailbox, now, timedelta(0), SECRET_KEY)
    words = ["calle luna", "ana@example.com", '"ana"', "(ana,"]
    assert in_database(desk.service.settings.database_url, words)
    desk.client.delete("/survey/v1/customers/ana", headers=desk.key("customers:erase"))
    assert in_database(desk.service.settings.database_url, words) == []
    assert read(desk, local) == 1
    assert in_database(desk.service.settings.database_url, words) == []
    assert local.flags() == [{"seen"}, {"flagged"}]


@pytest.mark.parametrize(
    "url",
    [
        "imap://ana:secret@127.0.0.1:9/INBOX",
        "imaps://ana:secret@127.0.0.1:9/INBOX",
        "maildir:///nowhere/at/all",
    ],
)
def test_a_mailbox_that_is_away_is_told_as_such(url):
    with pytest.raises(MailboxAway), open_mailbox(url) as mailbox:
        list(mailbox.unread(10))


def test_a_wrong_password_or_folder_is_told_without_the_password():
    with imap_folder() as folder:
        for url in (folder.url.replace("%20", "-"), folder.url.replace("INBOX", "Nowhere")):
            with pytest.raises(MailboxAway) as error, open_mailbox(url):
                pass
            assert "password of the tests" not in str(error.value)
