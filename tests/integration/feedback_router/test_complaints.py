"""Who complains meets no obstacle: one field, no script, a reference, a team and an honest due time at once."""

import io
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from feedback_router.use_cases.forget_who_answered import forget_whose
from feedback_router.use_cases.watch_service_levels import watch_service_levels
from shared.clock import now
from support.complaining import complain, original, page, press, reference
from support.databases import somebody_waits


@pytest.fixture
def items(router, analyst):
    """All feedback items as they are listed."""
    return lambda: router.get("/router/v1/feedback?limit=500", analyst).json["items"]


@pytest.fixture
def steps(router, analyst, items):
    """Every step of the only item."""

    def look():
        (item,) = items()
        detail = router.get(f"/router/v1/feedback/{item['id']}", analyst).json
        return [(step["action"], step["by"], step["note"]) for step in detail["transitions"]]

    return look


def test_one_field_is_enough_and_the_receipt_names_reference_team_and_due_times(router, staffed, items):
    number = reference(complain(router, "The invoice is wrong.", _zone="Europe/Madrid"))
    (item,) = items()
    assert (item["survey"], item["question"], item["team"]) == ("complaint-page", "complaint", "billing")
    assert (item["text"], item["customer_key"]) == ("The invoice is wrong.", None)
    shown = router.client.get(f"/c/{number}?language=en&done=received").text
    assert "We have your complaint" in shown
    assert all(group in shown for group in number.split("-"))
    assert "Your complaint is with Billing." in shown
    assert "You gave no email" in shown
    assert "Times are those of" not in shown


def test_the_due_time_is_told_on_the_clock_of_the_customer_or_else_says_whose(router, staffed, items):
    there = reference(complain(router, "La factura", _zone="America/Bogota"))
    unknown = reference(complain(router, "La factura", _zone="Nowhere/Else"))
    assert "Times are those of" not in page(router, there)
    assert "Times are those of Europe/Madrid." in page(router, unknown)


def test_who_presses_twice_complains_once_and_sees_the_same_receipt(router, staffed, items, events):
    form = str(uuid4())
    numbers = {
        reference(complain(router, "The invoice", _form=form, email="ana@x.example")) for _ in range(3)
    }
    assert len(numbers) == len(items()) == len(events("router.feedback.routed")) == 1
    other = reference(complain(router, "The invoice and the wifi", _form=form))
    assert other not in numbers
    assert len(items()) == 2


def test_when_the_same_form_comes_twice_at_once_it_is_one_complaint(router, staffed, items):
    form = str(uuid4())

    def send(_):
        data = {"_form": form, "text": "The invoice", "email": "ana@x.example", "_language": "en"}
        return router.app.test_client().post("/c", data=data).headers["Location"]

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(send, range(8)))) == 1
    assert len(items()) == 1
    with router.service.read() as connection:
        counts = connection.execute(
            "SELECT (SELECT count(*) FROM complaints), (SELECT count(*) FROM messages)"
        ).fetchone()
    assert counts == (1, 1)


def forget(connection):
    """As it is done for who is erased."""
    ids = [row[0] for row in connection.execute("SELECT id FROM complaints")]
    forget_whose(connection, ids, now=now(), request_id="request-1")


def test_a_form_that_is_sent_again_after_its_customer_was_forgotten_brings_nobody_back(router, staffed):
    sent = {"_form": str(uuid4()), "email": "ana@x.example"}
    reference(complain(router, **sent))
    with router.service.change() as connection:
        forget(connection)
    answer = complain(router, **sent)
    assert answer.status_code == 404
    with router.service.read() as connection:
        query = "SELECT (SELECT count(*) FROM complaints), (SELECT count(*) FROM outgoing_touchpoints)"
        assert connection.execute(query).fetchone() == (0, 0)


@pytest.mark.parametrize("do", ["add", "person", "withdraw"])
def test_what_is_sent_while_its_customer_is_forgotten_comes_to_nothing(router, staffed, steps, do):
    number = reference(complain(router))
    with ThreadPoolExecutor() as worker, router.service.database.transaction() as forgetting:
        forget(forgetting)
        pressed = worker.submit(press, router, number, do, "I live in Calle Luna")
        while not somebody_waits(router.service.settings.database_url):
            assert not pressed.done()
        forgetting.commit()
        assert pressed.result().status_code == 404
    assert steps() == []


@pytest.mark.parametrize("language", ["en", "es", "pt"])
@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"text": " \n", "email": "ana@x.example"}, "ana@x.example"),
        ({"text": "x" * 10_001}, "x" * 10_001),
        ({"text": "My own words", "email": "no address"}, "My own words"),
        ({"text": "My own words", "order": "7" * 201}, "My own words"),
    ],
    ids=["no words", "too long", "bad address", "long order"],
)
def test_what_cannot_be_taken_comes_back_whole_with_a_reason(router, staffed, items, fields, kept, language):
    answer = complain(router, **{"_language": language, **fields})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert kept in answer.text
    assert items() == []


def test_what_is_no_solution_again_is_heard_again_even_in_the_same_words(router, staffed, analyst, items):
    number = reference(complain(router))
    resolve = f"/router/v1/feedback/{items()[0]['id']}/resolve"
    for done in ("Corrected.", "Corrected once more."):
        router.post(resolve, {"what_was_done": done}, analyst)
        for _ in range(2):
            press(router, number, "add", "It is still wrong.")
        assert items()[0]["status"] == "reopened"


def test_two_additions_that_look_the_same_once_they_are_masked_are_two(router, staffed, steps, items):
    number = reference(complain(router))
    for text in ("Call 600 22 33 44", "Call 600 55 66 77", "Call 600 55 66 77"):
        press(router, number, "add", text)
    assert [note for _, _, note in steps()] == ["Call [phone]"] * 2
    kept = original(router, items()[0]["id"])
    assert kept.split("\n\n")[1:] == ["Call 600 22 33 44", "Call 600 55 66 77"]


def test_an_order_that_holds_personal_data_is_masked_and_kept_for_those_who_may_look(
    router, staffed, steps, items
):
    reference(complain(router, order="of ana@x.example"))
    assert [note for _, _, note in steps()] == ["of [email]"]
    assert original(router, items()[0]["id"]) == "The invoice is wrong.\n\nof ana@x.example"


def test_who_takes_back_what_was_resolved_meanwhile_sees_what_was_done(router, staffed, analyst, items):
    number = reference(complain(router))
    path = f"/router/v1/feedback/{items()[0]['id']}"
    router.post(f"{path}/resolve", {"what_was_done": "The invoice was corrected."}, analyst)
    answer = press(router, number, "withdraw")
    assert answer.status_code == 303
    assert "The invoice was corrected." in router.client.get(answer.headers["Location"]).text


def test_a_file_is_refused_kindly_and_the_text_is_kept(router, staffed, items):
    data = {"text": "Look at the picture", "photo": (io.BytesIO(b"\x89PNG"), "photo.png")}
    answer = router.client.post("/c", data=data, headers={"Accept-Language": "es"})
    assert answer.status_code == 422
    assert "No pudimos recibir el archivo." in answer.text
    assert "Look at the picture" in answer.text
    assert items() == []


def test_a_film_is_refused_and_what_was_written_beside_it_is_kept(router, staffed, items):
    name = 'Content-Disposition: form-data; name="'
    parts = [
        f'--part\r\n{name}film"; filename="film.mp4"\r\n\r\n' + "0" * (20 * 1024 * 1024),
        f'--part\r\n{name}text"\r\n\r\nLook at the film',
        "--part--\r\n",
    ]
    body = "\r\n".join(parts).encode()
    answer = router.client.post("/c", data=body, content_type="multipart/form-data; boundary=part")
    assert answer.status_code == 422
    assert "Look at the film" in answer.text
    assert items() == []


def test_a_book_comes_back_with_the_reason_and_whole(router, staffed):
    book = "word " * 200_000
    answer = complain(router, book)
    assert answer.status_code == 422
    assert "This is longer than 10,000 characters." in answer.text
    assert book in answer.text


def test_who_sends_the_same_words_again_and_again_is_never_refused_and_triage_looks(
    router, staffed, items, events
):
    words = "The invoice of this month is wrong, and the one before it was wrong as well: " + str(uuid4())
    for _ in range(7):
        reference(complain(router, words))
    assert sorted(item["team"] for item in items()) == ["billing"] * 5 + ["triage"] * 2
    reference(complain(router, words.replace("month", "year")))
    assert len(items()) == 8
    assert len(events("router.feedback.rerouted")) == 2


def test_in_an_outage_everybody_may_say_the_same_few_words(router, staffed, items):
    for _ in range(8):
        reference(complain(router, "No internet, the outage goes on"))
    assert {item["team"] for item in items()} == {"network"}


def test_who_sends_very_many_within_an_hour_is_never_refused_and_triage_looks_at_the_rest(
    router, staffed, items
):
    for number in range(22):
        reference(complain(router, f"The invoice {number} is wrong", email="ana@x.example"))
    assert sorted(item["team"] for item in items()) == ["billing"] * 20 + ["triage"] * 2
    reference(complain(router, "The invoice is wrong", email="bruno@x.example"))
    assert sum(item["team"] == "triage" for item in items()) == 2


def test_what_is_too_large_to_be_read_is_refused_with_a_reason_too(router, staffed):
    film = b"0" * (65 * 1024 * 1024)
    answer = router.client.post("/c", data=film, content_type="multipart/form-data; boundary=part")
    assert answer.status_code == 413
    assert "What you sent was too large" in answer.text


def test_a_field_that_people_do_not_see_never_loses_a_complaint(router, staffed, items, steps, events):
    number = reference(complain(router, "The invoice is wrong", _url="https://spam.example"))
    (item,) = items()
    assert item["team"] == "triage"
    ((action, by, _),) = steps()
    assert (action, by) == ("reroute", "escucha")
    assert "A person is finding out who can solve this" in page(router, number)
    (moved,) = events("router.feedback.rerouted")
    assert (moved["data"]["from_team"], moved["data"]["to_team"]) == ("billing", "triage")
    with router.service.read() as connection:
        taught = connection.execute("SELECT count(*) FROM routing_corrections").fetchone()
    assert taught == (0,)


def test_what_is_personal_in_the_number_of_an_order_is_masked(router, staffed, steps):
    complain(router, order="ana@x.example, order 4711")
    assert steps() == [("comment", "customer", "[email], order 4711")]


def test_characters_that_cannot_be_kept_send_nobody_away(router, staffed, items):
    reference(complain(router, "The invo\0ice"))
    assert [item["text"] for item in items()] == ["The invoice"]


def test_looking_changes_nothing(router, staffed, items):
    number = reference(complain(router))
    before = items()
    for path in ("/c", f"/c/{number}", f"/c/{number}?do=withdraw&text=x", "/c?text=x&language=es"):
        assert router.client.get(path).status_code == 200
    assert items() == before


def test_a_reference_is_found_however_it_is_typed_and_others_are_not_there(router, staffed):
    number = reference(complain(router))
    typed = number.lower().replace("-", "").replace("0", "o").replace("1", "l")
    answer = router.client.get(f"/c?reference={typed}&language=es")
    assert answer.headers["Location"] == f"/c/{number}?language=es"
    assert router.client.get(f"/c/{typed}").status_code == 200
    for wrong in ("0000-0000-0000-0000", "x", "%00", "7Q2K-M0XD-4H8R-PZ6U"):
        answer = router.client.get(f"/c/{wrong}?language=pt")
        assert answer.status_code == 404
        assert "Não encontramos esta reclamação" in answer.text
        assert router.client.post(f"/c/{wrong}", data={"do": "withdraw"}).status_code == 404


def test_the_customer_sees_each_state_and_that_we_are_late(router, staffed, analyst, items):
    number = reference(complain(router))
    (item,) = items()
    path = f"/router/v1/feedback/{item['id']}"
    router.post(f"{path}/acknowledge", None, analyst)
    assert "Billing has read your complaint and is working on it." in page(router, number)
    with router.service.change() as connection:
        connection.execute("UPDATE feedback SET resolve_by = now() - interval '1 minute', check_at = now()")
    assert "We are late, and we are sorry." in page(router, number)
    assert "has been told" not in page(router, number)
    watch_service_levels(router.service.change, router.service.settings, now=now())
    assert "The person who answers for it has been told." in page(router, number)
    router.post(f"{path}/resolve", {"what_was_done": "The invoice was corrected."}, analyst)
    shown = page(router, number)
    assert "Billing dealt with your complaint on" in shown
    assert "The invoice was corrected." in shown
    assert "We are late" not in shown


def test_what_should_have_been_read_and_was_not_is_said_to_be_late(router, staffed):
    number = reference(complain(router))
    with router.service.change() as connection:
        connection.execute("UPDATE feedback SET acknowledge_by = now() - interval '1 minute'")
    assert "It should have been read by" in page(router, number)


def test_the_customer_adds_withdraws_and_opens_again(router, staffed, items, steps):
    number = reference(complain(router))
    for _ in range(2):
        assert press(router, number, "add", "Call me at ana@x.example").status_code == 303
    assert steps() == [("comment", "customer", "Call me at [email]")]
    press(router, number, "withdraw")
    press(router, number, "withdraw")
    assert "You took your complaint back." in page(router, number)
    press(router, number, "add", "It is broken again")
    (item,) = items()
    assert item["status"] == "reopened"
    assert [action for action, *_ in steps()] == ["comment", "withdraw", "reopen"]


def test_nothing_is_added_without_words_and_what_is_too_long_comes_back(router, staffed, steps):
    number = reference(complain(router))
    assert press(router, number, "add", " ").status_code == 422
    for size in (10_001, 600_000):
        answer = press(router, number, "add", "x" * size)
        assert answer.status_code == 422
        assert "x" * size in answer.text
    assert steps() == []


@pytest.mark.parametrize("text", [" ", "\u200b", "\u2060\u00ad\n\ufeff", "\u3164"])
def test_words_that_nobody_can_see_are_asked_for_again(router, staffed, items, text):
    answer = complain(router, text)
    assert answer.status_code == 422
    assert "Please tell us what happened." in answer.text
    assert items() == []
    number = reference(complain(router, "👩\u200d👧 waited", email="\u200b", order="\u200b"))
    assert items()[0]["text"] == "👩\u200d👧 waited"
    assert press(router, number, "add", text).status_code == 422


def test_asking_for_a_person_goes_one_step_up_however_often(router, staffed, items):
    number = reference(complain(router))
    for _ in range(3):
        press(router, number, "person")
    (item,) = items()
    assert (item["accountable"], item["escalations"]) == ("eva", 1)
    shown = page(router, number)
    assert "You asked for a person." in shown
    assert 'value="person"' not in shown


def test_who_asked_for_a_person_keeps_somebody_in_charge_when_another_team_takes_over(
    router, staffed, analyst, items
):
    number = reference(complain(router))
    press(router, number, "person")
    path = f"/router/v1/feedback/{items()[0]['id']}"
    router.post(f"{path}/reroute", {"team": "network", "reason": "A cable"}, analyst)
    (item,) = items()
    chain = next(team for team in staffed["teams"] if team["key"] == "network").get("escalation", [])
    above = [person["key"] for person in [*chain, staffed["executive"]]]
    assert (item["accountable"], item["escalations"]) == (above[0], 1)
    with router.service.read() as connection:
        told = connection.execute("SELECT body -> 'to' ->> 'staff' FROM messages").fetchall()
    assert len(told) == 2


def test_who_opens_it_again_may_ask_for_a_person_again(router, staffed, analyst, items):
    number = reference(complain(router))
    press(router, number, "person")
    path = f"/router/v1/feedback/{items()[0]['id']}"
    router.post(f"{path}/resolve", {"what_was_done": "Corrected."}, analyst)
    press(router, number, "add", "It is still wrong.")
    assert "You asked for a person." not in page(router, number)
    assert 'value="person"' in page(router, number)
    press(router, number, "person")
    assert items()[0]["escalations"] == 1


def test_where_nobody_is_higher_up_the_wish_is_noted_and_nobody_claims_otherwise(router, book, items, steps):
    number = reference(complain(router))
    assert "We tell Billing, which answers for your complaint" in page(router, number)
    press(router, number, "person")
    press(router, number, "person")
    assert [action for action, *_ in steps()] == ["comment"]
    assert "Billing sees it, and answers for your complaint itself." in page(router, number)
    for language, claim in {"en": "in charge", "es": "más responsab", "pt": "mais responsab"}.items():
        assert claim not in page(router, number, language)


def test_who_answers_already_and_has_nobody_above_is_written_to_that_a_customer_wants_to_talk(
    router, staffed, items
):
    without = {name: value for name, value in staffed.items() if name != "executive"}
    router.post("/router/v1/rules", without, router.key("rules:write"))
    number = reference(complain(router, "There is no internet"))
    assert items()[0]["accountable"] == "nuria"
    for _ in range(2):
        press(router, number, "person")
    with router.service.read() as connection:
        told = connection.execute("SELECT body -> 'to' ->> 'staff', body ->> 'subject' FROM messages")
        assert told.fetchall() == [
            ("nuria@company.example", "Um cliente quer falar com você: comentário da equipe Network")
        ]


def test_once_it_was_given_to_somebody_else_nobody_in_charge_is_claimed_to_answer(
    router, staffed, analyst, items
):
    number = reference(complain(router))
    press(router, number, "person")
    assert "Somebody in charge answers for your complaint now." in page(router, number)
    router.post(f"/router/v1/feedback/{items()[0]['id']}/assign", {"person": "bea"}, analyst)
    assert "Billing sees it, and answers for your complaint itself." in page(router, number)


def test_pages_are_kept_by_nobody_and_ask_nobody_else(router, staffed):
    number = reference(complain(router))
    for path in ("/c", f"/c/{number}", "/c/unknown"):
        answer = router.client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers
        assert "http" not in answer.text.replace("http-equiv", "")


def abandonment(router, analyst, query=""):
    return router.get(f"/router/v1/complaints/abandonment{query}", analyst).json


def test_those_who_begin_and_do_not_send_are_counted_and_looking_counts_nothing(router, staffed, analyst):
    router.client.get("/c")
    assert abandonment(router, analyst) | {"since": "", "until": ""} == {
        "since": "",
        "until": "",
        "abandoned": None,
        "days": [],
    }
    for language in ("es", "es", "es", "es", "pt"):
        assert router.client.post("/c/begun", data={"language": language}).status_code == 204
    form = str(uuid4())
    for _ in range(2):
        complain(router, _form=form, _language="es", _begun="1")
    complain(router, _language="es")
    complain(router, "", _language="es", _begun="1")
    told = abandonment(router, analyst)
    assert told["abandoned"] == pytest.approx(4 / 5)
    counts = [
        (day["language"], day["begun"], day["sent_of_begun"], day["sent"], day["abandoned"])
        for day in told["days"]
    ]
    assert counts == [("es", 4, 1, 2, 0.75), ("pt", 1, 0, 0, 1.0)]
    assert abandonment(router, analyst, "?since=2020-01-01&until=2020-02-01")["days"] == []


def test_a_beacon_in_another_language_counts_for_what_the_browser_likes(router, staffed, analyst):
    router.client.post("/c/begun", data={"language": "xx"}, headers={"Accept-Language": "pt-BR"})
    assert [day["language"] for day in abandonment(router, analyst)["days"]] == ["pt"]


@pytest.mark.parametrize(
    "query",
    [
        *("?since=2026-02-01&until=2026-01-01", "?since=x", "?day=2026-01-01"),
        *("?until=0001-01-01", "?since=9999-12-31&until=9999-12-31"),
    ],
)
def test_days_that_are_none_are_refused(router, analyst, query):
    assert router.get(f"/router/v1/complaints/abandonment{query}", analyst).status_code == 422
