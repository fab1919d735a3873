"""Each executive is sent one digest a day that says what broke, what is late, what to read and whom to call."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from feedback_router.domain.digests import token_of
from feedback_router.domain.messages import Message, Settled
from feedback_router.use_cases.deliver_messages import Refused, deliver_messages
from feedback_router.use_cases.hear_of_messages import hear_of_failed, hear_of_sent
from shared.events import Event
from shared.ids import derived_id, new_id
from support.apps import SECRET_KEY
from support.complaints import said
from support.executives import CRITICAL, MAX, appoint, mail, send

DIGESTS = "/router/v1/digests"


@pytest.fixture
def reader(router):
    return router.key("executives:read")


@pytest.fixture
def morning(router, staffed):
    """Two hours from now it is eight in the morning where Max lives."""
    with router.service.read() as connection:
        row = connection.execute("SELECT now()").fetchone()
    assert row
    return row[0] + timedelta(hours=2)


def at_this_hour(morning: datetime, **executive: Any) -> dict[str, Any]:
    """Max, whose digest is due at the full hour before this moment; his clock is that of UTC."""
    return {**MAX, "time_zone": "UTC", "hour": morning.hour, **executive}


def shown(router, reader, number: int = 0) -> dict[str, Any]:
    items = router.get(DIGESTS, reader).json["items"]
    digest = router.get(f"{DIGESTS}/{items[number]['id']}", reader).json
    assert isinstance(digest, dict)
    return digest


def test_what_broke_what_is_late_what_to_read_and_whom_to_call(router, hear, reader, morning, analyst):
    hear(
        said("bruno", CRITICAL),
        said("ana", "La factura está mal, escríbeme a ana@x.example"),
        said("carla", "Great technician, thank you so much, everything is perfect!"),
    )
    appoint(router, at_this_hour(morning))
    assert send(router, morning + timedelta(hours=9)) == 1
    digest = shown(router, reader)
    figures = digest["figures"]
    assert (figures["came_in"], figures["critical"], figures["usual"]) == (2, 1, None)
    assert figures["overdue"] >= 2
    assert {line["person"] for line in figures["late"]} >= {"Ana"}
    named = [(item["section"], item["why"], item["customer_key"]) for item in digest["items"]]
    assert ("critical", "critical", None) in named
    assert ("comment", "most_urgent", None) in named
    assert ("comment", "praise", None) in named
    assert ("call", "severity_4", "bruno") in named
    (letter,) = mail(router, "digest")
    assert letter["to"] == {"staff": "max@company.example"}
    assert "critical failures: 1" in letter["subject"]
    assert "electric shock" in letter["text"]
    assert "Great technician" in letter["text"]
    assert "ana@x.example" not in letter["text"]
    assert "Customer bruno, join, install: something critical happened to them." in letter["text"]
    assert f"http://localhost/router/digests/{link(digest)}" in letter["text"]


def test_each_item_that_a_digest_names_leads_to_its_page_in_the_mail_and_on_the_digests_own(
    router, hear, reader, morning, analyst
):
    hear(said("bruno", CRITICAL), said("ana", "La factura está mal"))
    appoint(router, at_this_hour(morning))
    send(router, morning + timedelta(hours=9))
    digest = shown(router, reader)
    (letter,) = mail(router, "digest")
    page = router.client.get(f"/router/digests/{link(digest)}").text
    paths = [f"/router/feedback/{item['feedback_id']}" for item in digest["items"]]
    assert len(set(paths)) == 2
    for path in [*paths, "/router/feedback?sort=due"]:
        assert f": http://localhost{path}\n" in letter["text"]
        assert f'href="http://localhost{path}"' in page
        assert router.get(path, analyst).status_code == 200


def test_after_a_bad_day_all_are_counted_and_the_first_five_are_named(router, hear, reader, morning):
    hear(*(said("bruno", CRITICAL, number=number) for number in range(1, 8)))
    appoint(router, at_this_hour(morning))
    send(router, morning)
    digest = shown(router, reader)
    assert digest["figures"]["critical"] == 7
    assert [item["section"] for item in digest["items"]].count("critical") == 5
    (letter,) = mail(router, "digest")
    assert "More critical ones: 2" in letter["text"]


def link(digest: dict[str, Any]) -> str:
    return token_of(UUID(digest["id"]), SECRET_KEY)


def test_an_empty_day_is_told_as_what_it_is(router, reader, morning):
    appoint(router, at_this_hour(morning, language="pt"))
    assert send(router, morning) == 1
    (letter,) = mail(router, "digest")
    assert "nada falhou e nada está fora do prazo" in letter["subject"]
    assert "Não chegou nada crítico." in letter["text"]
    assert "Nada está fora do prazo." in letter["text"]
    assert shown(router, reader)["items"] == []


def test_one_a_day_however_often_and_on_how_many_workers_it_is_looked(router, reader, morning, events):
    appoint(router, at_this_hour(morning), at_this_hour(morning, key="rosa", name="Rosa"))
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: send(router, morning), range(8))) == 2
    assert send(router, morning + timedelta(hours=20)) == 0
    assert send(router, morning + timedelta(hours=24)) == 2
    assert len(mail(router, "digest")) == len(events("router.digest.made")) == 4


def test_who_was_sent_none_for_days_is_sent_one_that_tells_of_them_all(router, reader, morning, hear):
    appoint(router, at_this_hour(morning))
    send(router, morning - timedelta(days=4))
    hear(said("bruno", CRITICAL))
    assert send(router, morning) == 1
    assert send(router, morning + timedelta(minutes=1)) == 0
    last, first = (shown(router, reader, number) for number in (0, 1))
    assert last["since"] == first["until"]
    assert (first["figures"]["critical"], last["figures"]["critical"]) == (0, 1)


def test_madrids_executive_is_written_to_at_eight_on_the_days_when_the_clock_changes(router, staffed, reader):
    appoint(router, MAX)
    start = datetime.fromisoformat("2026-10-24T00:00:00+00:00")
    sent = [
        start + timedelta(minutes=30 * step)
        for step in range(48 * 4)
        if send(router, start + timedelta(minutes=30 * step))
    ]
    assert [moment.strftime("%d %H:%M") for moment in sent] == [
        "24 00:00",  # the first is sent at once: it is that of the day before
        "24 06:00",
        "25 07:00",
        "26 07:00",
        "27 07:00",
    ]


def test_who_watches_one_journey_reads_of_that_alone(router, hear, reader, morning):
    hear(said("bruno", "The outage lasts for days"), said("ana", "La factura está mal"))
    appoint(router, {**at_this_hour(morning), "journeys": ["join"]})
    send(router, morning + timedelta(hours=9))
    digest = shown(router, reader)
    assert {item["journey"] for item in digest["items"]} == {"join"}
    assert (digest["figures"]["came_in"], digest["figures"]["overdue"]) == (1, 1)


@pytest.fixture
def about(router, hear):
    """Say the same of a theme so often, from each journey that is named."""
    log: list[Event] = []

    def say(name: str, *journeys: str, emerging: bool = False) -> UUID:
        theme = derived_id("theme", name)
        told = [said("bruno", "Something is wrong", number=number) for number, _ in enumerate(journeys)]
        told = [
            replace(event, id=new_id(), data=event.data | {"response_id": str(new_id()), "journey": journey})
            for event, journey in zip(told, journeys, strict=True)
        ]
        log.extend(told)
        hear(*log)
        with router.service.change() as connection:
            values = {"id": theme, "name": name, "responses": [event.data["response_id"] for event in told]}
            connection.execute(
                "INSERT INTO themes (id, name, space, size, stale, created_at)"
                " VALUES (%(id)s, %(name)s, '', 9, false, now())",
                values,
            )
            connection.execute(
                "UPDATE feedback SET theme_id = %(id)s, kind = 'complaint'"
                " WHERE response_id = ANY(%(responses)s::uuid[])",
                values,
            )
            if emerging:
                connection.execute(
                    "INSERT INTO theme_episodes (theme_id, began_at, days, seen, expected, chance)"
                    " VALUES (%(id)s, now(), 1, 9, 1, 0.00001)",
                    values,
                )
        return theme

    return say


def on_what_was_said_most(router, reader) -> list[str]:
    items = shown(router, reader)["items"]
    return [item["why"] for item in items if item["why"].partition(":")[0] in ("topic", "theme", "emerging")]


def test_what_was_said_most_is_the_largest_theme(router, about, reader, morning):
    about("late parcels", "join", "join", "join")
    about("wrong invoices", "join", "join", "join", "join")
    appoint(router, at_this_hour(morning))
    send(router, morning)
    assert on_what_was_said_most(router, reader) == ["theme:wrong invoices"]


def test_a_theme_that_emerges_comes_before_larger_ones(router, about, reader, morning):
    about("wrong invoices", "join", "join", "join")
    about("broken app", "join", "join", emerging=True)
    appoint(router, at_this_hour(morning))
    send(router, morning)
    assert on_what_was_said_most(router, reader) == ["emerging:broken app"]
    (letter,) = mail(router, "digest")
    assert "On what more and more customers say: broken app, join, install" in letter["text"]
    assert "See the themes that grow: http://localhost/router/themes?emerging=true\n" in letter["text"]


def test_a_theme_of_journeys_that_the_executive_does_not_watch_is_not_read_of(router, about, reader, morning):
    about("wrong invoices", "leave", "leave", "leave", "join")
    about("late parcels", "join", "join")
    appoint(router, {**at_this_hour(morning), "journeys": ["join"]})
    send(router, morning)
    assert on_what_was_said_most(router, reader) == ["theme:late parcels"]


def test_without_a_theme_that_two_have_spoken_of_the_topic_is_named(router, about, reader, morning):
    about("late parcels", "join")
    about("wrong invoices", "join")
    with router.service.change() as connection:
        connection.execute("UPDATE feedback SET topics = '{billing}'")
    appoint(router, at_this_hour(morning))
    send(router, morning)
    assert on_what_was_said_most(router, reader) == ["topic:billing"]


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("en", "On what was said most: bills"),
        ("es", "más se dijo: facturas"),
        ("pt", "mais se falou: faturas"),
    ],
)
def test_a_topic_has_its_name_in_the_readers_language(router, about, reader, morning, language, named):
    about("wrong invoices", "join")
    about("late parcels", "join")
    with router.service.change() as connection:
        connection.execute("UPDATE feedback SET topics = '{billing}'")
    appoint(router, {**at_this_hour(morning), "language": language})
    send(router, morning)
    (letter,) = mail(router, "digest")
    assert named in letter["text"]


@pytest.mark.parametrize(
    ("language", "named_by", "named"),
    [
        ("en", None, "late parcels"),
        ("es", None, "paquete tarde · nadie avisa · dos semanas"),
        ("pt", None, "late parcels"),
        ("es", "bea", "late parcels"),
    ],
)
def test_a_theme_is_called_by_what_its_customers_say_in_the_readers_language(
    router, about, reader, morning, language, named_by, named
):
    about("late parcels", "join", "join")
    phrases = {"en": ["late parcels"], "es": ["paquete tarde", "nadie avisa", "dos semanas", "envío"]}
    with router.service.change() as connection:
        connection.execute("UPDATE themes SET phrases = %s, named_by = %s", [Jsonb(phrases), named_by])
    appoint(router, {**at_this_hour(morning), "language": language})
    send(router, morning)
    assert on_what_was_said_most(router, reader) == [f"theme:{named}"]


def test_an_erasure_takes_the_words_of_which_a_themes_name_is_out_of_digests(
    router, about, hear, reader, morning
):
    theme = about("late parcels", "join", "join", "join")
    appoint(router, at_this_hour(morning))
    send(router, morning)
    assert on_what_was_said_most(router, reader) == ["theme:late parcels"]
    with router.service.change() as connection:
        connection.execute("UPDATE messages SET state = 'handed_over', next_at = NULL, settled_at = now()")
        # Not the one that is quoted, nor the one that is most urgent: they are of the same theme.
        (other,) = connection.execute(
            "SELECT response_id FROM feedback WHERE theme_id = %s"
            " AND id NOT IN (SELECT feedback_id FROM digest_items)",
            (theme,),
        ).fetchone()
    gone = erased("bruno")
    log = [said("bruno", "Something else", number=number) for number in range(3)]
    hear(*log, replace(gone, data=gone.data | {"responses": [str(other)]}))
    items = shown(router, reader)["items"]
    assert "said" in [item["why"] for item in items]
    page = router.client.get(f"/router/digests/{link(shown(router, reader))}").text
    assert "On what many said" in page
    assert "late parcels" not in page


def test_more_than_the_same_weekday_usually_has_is_called_unusual(router, hear, reader, morning):
    hear(*(said("bruno", "The invoice is wrong", number=number) for number in range(1, 24)))
    with router.service.change() as connection:
        connection.execute("UPDATE feedback SET severity = 2, kind = 'complaint'")
        # Ten today, three on this weekday of each of the four weeks before, and one long ago.
        connection.execute(
            "UPDATE feedback SET routed_at = routed_at"
            " - make_interval(days => CASE n WHEN 23 THEN 60 ELSE (7 * ((n - 8) / 3))::integer END)"
            " FROM (SELECT id AS old, row_number() OVER (ORDER BY id) AS n FROM feedback) AS numbered"
            " WHERE old = id AND n > 10"
        )
    appoint(router, at_this_hour(morning))
    send(router, morning)
    (line,) = shown(router, reader)["figures"]["unusual"]
    assert (line["journey"], line["severity"], line["count"]) == ("join", 2, 10)
    assert line["usual"] == 3.0
    (letter,) = mail(router, "digest")
    assert "more complaints than usual" in letter["subject"]
    assert "join, severity 2 of 4: 10, where 3.0 are usual" in letter["text"]


def test_looking_counts_nothing_opening_and_acknowledging_are_kept_once(router, reader, morning, events):
    appoint(router, at_this_hour(morning))
    send(router, morning)
    path = f"/router/digests/{link(shown(router, reader))}"
    for _ in range(2):
        assert "I have read this" in router.client.get(path).text
    assert (shown(router, reader)["opened_at"], events("router.digest.opened")) == (None, [])
    assert router.client.post(f"{path}/opened").status_code == 204
    opened = shown(router, reader)["opened_at"]
    assert opened
    assert shown(router, reader)["acknowledged_at"] is None
    for _ in range(2):
        assert router.client.post(path).status_code == 303
    again = router.client.get(path).text
    assert "you have read this. Thank you." in again
    assert "<button" not in again
    digest = shown(router, reader)
    assert digest["opened_at"] == opened
    assert digest["acknowledged_at"] > opened
    assert len(events("router.digest.opened")) == len(events("router.digest.acknowledged")) == 1


def test_who_acknowledges_without_script_has_opened_it_too(router, reader, morning):
    appoint(router, at_this_hour(morning))
    send(router, morning)
    router.client.post(f"/router/digests/{link(shown(router, reader))}")
    digest = shown(router, reader)
    assert digest["opened_at"] == digest["acknowledged_at"] is not None


def test_a_link_that_leads_nowhere_says_so_and_keeps_nothing(router, staffed):
    for method in (router.client.get, router.client.post):
        answer = method("/router/digests/nothing-like-it")
        assert (answer.status_code, "no digest here" in answer.text) == (404, True)
    assert router.client.post("/router/digests/nothing-like-it/opened").status_code == 204


def test_it_is_kept_whether_the_mail_was_sent(router, reader, morning):
    appoint(router, at_this_hour(morning), at_this_hour(morning, key="rosa"))
    send(router, morning)
    ids = [item["id"] for item in router.get(DIGESTS, reader).json["items"]]
    sent_at = morning + timedelta(minutes=3)
    with router.service.change() as connection:
        first, second = (UUID(one) for one in ids)
        hear_of_sent(connection, [(event("sent", sent_at), Settled(first, "digest", None))])
        failed = [(event("failed", sent_at), Settled(second, "digest", "mailbox unknown"))]
        hear_of_failed(connection, failed, now=sent_at)
    kept = {
        item["id"]: (item["sent_at"], item["failed"]) for item in router.get(DIGESTS, reader).json["items"]
    }
    assert kept == {ids[0]: (sent_at.isoformat(), None), ids[1]: (None, "mailbox unknown")}


def event(what: str, at: datetime) -> Event:
    return Event(new_id(), f"survey.message.{what}", "message", at, "request-1", {})


def test_a_digest_that_the_survey_service_never_takes_says_why(router, reader, morning):
    appoint(router, at_this_hour(morning))
    send(router, morning)

    def refuse(message: Message) -> None:
        raise Refused("422: nobody's address")

    deliver_messages(router.service.change, refuse, lambda: morning, timedelta(minutes=1))
    assert shown(router, reader)["failed"] == "422: nobody's address"


def test_an_erased_customer_is_in_no_digest_any_more(router, hear, reader, morning, events):
    hear(said("bruno", CRITICAL))
    appoint(router, at_this_hour(morning))
    send(router, morning)
    with router.service.change() as connection:
        connection.execute("UPDATE messages SET state = 'handed_over', next_at = NULL, settled_at = now()")
    hear(said("bruno", CRITICAL), erased("bruno"))
    digest = shown(router, reader)
    assert {(item["words"], item["customer_key"]) for item in digest["items"]} == {(None, None)}
    assert mail(router, "digest") == []
    page = router.client.get(f"/router/digests/{link(digest)}").text
    assert "The customer was erased." in page
    assert "electric" not in page


def test_a_digest_that_still_waits_is_drawn_up_anew_without_who_is_erased(router, hear, reader, morning):
    hear(said("bruno", CRITICAL))
    appoint(router, at_this_hour(morning))
    send(router, morning)
    hear(said("bruno", CRITICAL), erased("bruno"))
    assert router.get(DIGESTS, reader).json["items"] == []
    assert send(router, morning) == 1
    (letter,) = mail(router, "digest")
    assert "electric" not in letter["text"]
    assert "bruno" not in letter["text"]


def test_a_digest_on_its_way_while_a_customer_is_erased_is_followed_by_another_that_reaches_its_reader(
    router, hear, reader, morning
):
    hear(said("bruno", CRITICAL))
    appoint(router, at_this_hour(morning))
    send(router, morning)
    taken: dict[UUID, dict[str, Any]] = {}

    def take(message: Message) -> None:
        """Like the survey service: the same id is the same message."""
        if taken.setdefault(message.id, message.body) != message.body:
            raise Refused("409: this id is another message's")
        if len(taken) == 1:
            hear(said("bruno", CRITICAL), erased("bruno"))
            send(router, morning + timedelta(seconds=1))

    deliver_messages(
        router.service.change, take, lambda: morning + timedelta(seconds=1), timedelta(minutes=1)
    )
    assert len(taken) == 2
    digest = shown(router, reader)
    assert (digest["failed"], UUID(digest["id"]) in taken) == (None, True)


def erased(who: str) -> Event:
    """The survey's log tells that this person was erased."""
    response = said(who, None).data["response_id"]
    data = {"customer": "a pseudonym", "responses": [response], "events": []}
    return Event(new_id(), "survey.customer.erased", who, said(who, None).time, "request-2", data)
