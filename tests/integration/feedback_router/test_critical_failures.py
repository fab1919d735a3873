"""What is critical reaches the executives at once, each of them once, however often it is heard of."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feedback_router.domain.executives import PAUSE
from shared.events import Event
from shared.ids import new_id
from support.complaints import erased, said
from support.executives import CRITICAL, MAX, ROSA_OF_JOINING, appoint, mail, write

CRITICAL_LIST = "/router/v1/executives/critical"
MORNING = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def reader(router):
    return router.key("executives:read")


def recipients(router, at: datetime = MORNING) -> list[str]:
    """To whom mail was written up to this moment."""
    write(router, at)
    return sorted(body["to"]["staff"] for body in mail(router, "notice"))


def corrected(event: Event, revision: int) -> Event:
    data = {**event.data, "revision": revision}
    return replace(event, id=new_id(), type="survey.response.corrected", data=data)


def test_executives_of_the_journey_are_written_to_at_once_and_the_mail_quotes_nobody(
    router, staffed, hear, reader, events
):
    appoint(router, MAX, {**ROSA_OF_JOINING, "language": "es"})
    hear(said("bruno", CRITICAL))
    assert recipients(router) == ["max@company.example", "rosa@company.example"]
    text = " ".join(body["subject"] + body["text"] for body in mail(router, "notice"))
    assert "electric" not in text
    assert "Where: join, install." in text
    assert "Dónde: join, install." in text
    (shown,) = router.get(CRITICAL_LIST, reader).json["items"]
    assert (shown["told"], shown["item"]["severity"]) == (["max", "rosa"], 4)
    (told,) = events("router.feedback.critical")
    assert told["data"]["executives"] == ["max", "rosa"]
    assert told["data"]["feedback_id"] == shown["item"]["id"]
    assert text.count(f"http://localhost/router/feedback/{shown['item']['id']}\n") == 2


def test_who_watches_another_journey_is_left_in_peace_and_what_nobody_watches_everybody_hears_of(
    router, staffed, hear
):
    appoint(router, {**MAX, "journeys": ["complain"]}, ROSA_OF_JOINING)
    hear(said("bruno", CRITICAL))
    assert recipients(router) == ["rosa@company.example"]
    hear(said("carla", CRITICAL, number=2), said("bruno", CRITICAL), said("carla", CRITICAL))
    assert recipients(router, MORNING + PAUSE) == ["max@company.example", *["rosa@company.example"] * 2]


def test_hearing_of_it_again_or_correcting_it_twice_writes_no_second_mail(router, staffed, hear, events):
    appoint(router, MAX)
    mild = said("ana", "La factura está mal")
    worse = replace(said("ana", "La factura está mal"), id=new_id())
    hear(mild)
    assert recipients(router) == []
    worse = corrected(said("ana", CRITICAL), 2)
    hear(mild, worse)
    assert recipients(router) == ["max@company.example"]
    hear(mild, worse, corrected(said("ana", CRITICAL + " Again!"), 3), worse)
    assert recipients(router, MORNING + PAUSE) == ["max@company.example"]
    assert len(events("router.feedback.critical")) == 1


def test_of_an_outage_the_first_is_told_at_once_and_what_follows_in_one_mail_a_while_later(
    router, staffed, hear, reader
):
    appoint(router, MAX)
    log = [said("bruno", f"{CRITICAL} House {number}.", number=number) for number in range(1, 101)]
    hear(log[0])
    assert write(router, MORNING) == 1
    hear(*log)
    assert len(router.get(f"{CRITICAL_LIST}?limit=200", reader).json["items"]) == 100
    assert write(router, MORNING + PAUSE - timedelta(seconds=1)) == 0
    assert write(router, MORNING + PAUSE) == 1
    one, many = mail(router, "notice")
    assert "House" not in one["text"]
    assert many["subject"].startswith("Critical: 99 failures")
    assert many["text"].count("electric shock") == many["text"].count("Where: join, install.") == 3
    assert write(router, MORNING + 2 * PAUSE) == 0


def test_one_that_follows_is_told_like_a_first_one_and_silence_begins_anew(router, staffed, hear):
    appoint(router, MAX)
    log = [said("bruno", CRITICAL, number=number) for number in range(1, 4)]
    hear(log[0])
    write(router, MORNING)
    hear(*log[:2])
    assert write(router, MORNING + PAUSE) == 1
    hear(*log)
    assert write(router, MORNING + PAUSE + timedelta(minutes=1)) == 0
    assert write(router, MORNING + 2 * PAUSE) == 1
    assert len({body["reference"] for body in mail(router, "notice")}) == 3


def test_one_mail_says_whose_they_are_and_what_they_are_about(router, staffed, hear):
    appoint(router, {**MAX, "language": "es"})
    hear(*(said("bruno", f"{CRITICAL} {number}", number=number) for number in range(1, 4)))
    with router.service.change() as connection:
        connection.execute(
            "INSERT INTO themes (id, name, phrases, space, created_at)"
            " VALUES (gen_random_uuid(), 'bare wires', '{\"es\": [\"cables pelados\"]}', '', now())"
        )
        connection.execute(
            "UPDATE feedback SET theme_id = (SELECT id FROM themes), team = 'network' WHERE text LIKE '%% 3'"
        )
        connection.execute("UPDATE feedback SET team = 'billing' WHERE theme_id IS NULL")
        (theme,) = connection.execute("SELECT id FROM themes").fetchone()
    assert write(router, MORNING) == 1
    (letter,) = mail(router, "notice")
    assert letter["subject"] == "Crítico: 3 fallos, sobre todo Billing"
    assert "- Billing: 2\n- Network, sobre «cables pelados»: 1\nhttp" in letter["text"]
    for path, listed in [(f"/router/feedback?theme={theme}", 1), ("/router/feedback?sort=priority", 3)]:
        assert f"http://localhost{path}\n" in letter["text"]
        page = router.get(path, router.key("feedback:read")).text
        assert page.count("bare live wires") == listed
    items = router.get(CRITICAL_LIST, router.key("executives:read")).json["items"]
    assert all(f"http://localhost/router/feedback/{one['item']['id']}\n" in letter["text"] for one in items)


def test_two_workers_write_one_mail(router, staffed, hear):
    appoint(router, MAX)
    hear(*(said("bruno", CRITICAL, number=number) for number in range(1, 6)))
    with ThreadPoolExecutor(4) as workers:
        moments = [MORNING + timedelta(seconds=second) for second in range(4)]
        assert sum(workers.map(lambda at: write(router, at), moments)) == 1
    (letter,) = mail(router, "notice")
    assert letter["subject"].startswith("Critical: 5 failures")


def test_who_is_erased_is_in_no_mail_that_waits_and_the_others_are_told_anew(router, staffed, hear):
    appoint(router, MAX)
    gone = said("bruno", f"{CRITICAL} My name is on the door.")
    log = [gone, *(said("carla", f"{CRITICAL} {number}", number=number) for number in (1, 2))]
    hear(*log)
    write(router, MORNING)
    hear(*log, erased(gone))
    assert mail(router, "notice") == []
    assert write(router, MORNING + timedelta(seconds=5)) == 1
    (letter,) = mail(router, "notice")
    assert letter["subject"].startswith("Critical: 2 failures")
    assert "on the door" not in letter["text"]


def test_who_is_erased_before_anybody_was_written_to_is_told_to_nobody(router, staffed, hear):
    appoint(router, MAX)
    hear(said("bruno", CRITICAL), erased(said("bruno", CRITICAL)))
    assert (write(router, MORNING), mail(router, "notice")) == (0, [])


def test_what_is_corrected_to_be_less_is_over(router, staffed, hear, reader):
    bad = said("ana", CRITICAL)
    hear(bad, corrected(said("ana", "The invoice came late"), 2))
    assert router.get(f"{CRITICAL_LIST}?open=true", reader).json["items"] == []
    (shown,) = router.get(f"{CRITICAL_LIST}?open=false", reader).json["items"]
    assert (shown["item"]["severity"] < 4, shown["item"]["status"]) == (True, "routed")


def test_without_executives_it_is_noticed_all_the_same_and_nobody_is_written_to_later(
    router, staffed, hear, reader
):
    hear(said("bruno", CRITICAL))
    appoint(router, MAX)
    hear(said("bruno", CRITICAL), said("bruno", CRITICAL))
    assert recipients(router) == []
    (shown,) = router.get(CRITICAL_LIST, reader).json["items"]
    assert shown["told"] == []


def test_the_list_is_paged_and_tells_what_is_open_from_what_is_over(router, staffed, hear, reader, analyst):
    appoint(router, MAX)
    log = [said("bruno", CRITICAL, number=number) for number in range(1, 6)]
    for end in range(1, 6):
        hear(*log[:end])
    first = router.get(f"{CRITICAL_LIST}?limit=3", reader).json
    second = router.get(f"{CRITICAL_LIST}?limit=3&cursor={first['next']}", reader).json
    ids = [shown["item"]["id"] for page in (first, second) for shown in page["items"]]
    assert (len(set(ids)), second["next"]) == (5, None)
    times = [shown["noticed_at"] for page in (first, second) for shown in page["items"]]
    assert times == sorted(times, reverse=True)
    router.post(f"/router/v1/feedback/{ids[0]}/resolve", {"what_was_done": "Made safe"}, analyst)
    over = router.get(f"{CRITICAL_LIST}?open=false", reader).json["items"]
    assert [shown["item"]["id"] for shown in over] == ids[:1]
    first = router.get(f"{CRITICAL_LIST}?open=true&limit=3", reader).json
    second = router.get(f"{CRITICAL_LIST}?open=true&limit=3&cursor={first['next']}", reader).json
    assert [shown["item"]["id"] for page in (first, second) for shown in page["items"]] == ids[1:]
    assert router.get(f"{CRITICAL_LIST}?cursor=nonsense", reader).status_code == 422


def test_the_list_of_executives_is_versioned_and_says_by_field_what_is_wrong(router, events):
    assert router.get("/router/v1/executives", router.key("executives:read")).json == {
        "version": 0,
        "executives": [],
    }
    assert appoint(router, MAX) == {"version": 1, "is_new": True}
    assert appoint(router, MAX) == {"version": 1, "is_new": False}
    assert appoint(router, MAX, ROSA_OF_JOINING) == {"version": 2, "is_new": True}
    shown = router.get("/router/v1/executives", router.key("executives:read")).json
    assert shown == {"version": 2, "executives": [MAX, ROSA_OF_JOINING]}
    assert "@" not in str([event["data"] for event in events("router.executives.set")])
    wrong = {**MAX, "time_zone": "Nowhere/Else", "hour": 24, "email": "nobody"}
    answer = router.post(
        "/router/v1/executives", {"executives": [MAX, wrong]}, router.key("executives:write")
    )
    assert {fault["field"] for fault in answer.json["errors"]} == {
        "executives.1.time_zone",
        "executives.1.hour",
        "executives.1.email",
    }
    twice = router.post("/router/v1/executives", {"executives": [MAX, MAX]}, router.key("executives:write"))
    assert [fault["field"] for fault in twice.json["errors"]] == ["executives.1.key"]


def test_a_teams_key_sees_nothing_of_the_executives(router, staffed):
    team = router.key("executives:read", "executives:write", subject="team:billing")
    for path in ("executives", "executives/critical", "digests"):
        assert router.get(f"/router/v1/{path}", team).status_code == 403
    assert router.post("/router/v1/executives", {"executives": [MAX]}, team).status_code == 403
    assert router.get(CRITICAL_LIST, router.key("feedback:read")).status_code == 403
