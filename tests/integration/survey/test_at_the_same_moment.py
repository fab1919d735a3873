"""What happens to one customer at the same moment: each waits for the other in one order, and nobody waits for ever."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from shared.clock import now
from shared.events import Event
from shared.follower import Fetch, follow
from shared.ids import new_id
from shared.pseudonyms import pseudonym
from support import messages, reports, told
from support.answering import Customer, answering
from support.apps import Running
from support.searching import in_database
from survey import jobs
from survey.domain.complaints import FORGOTTEN, ROUTED
from survey.domain.partials import IDLE
from survey.store import partials, surveys
from survey.use_cases.erase_customer import complainant, erase_customer
from survey.use_cases.submit_response import submit_response

WAITING = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
def ana(survey: Running) -> Customer:
    return answering(survey)()


def meanwhile(running: Running, what: Callable[[], Any], rest: Callable[[], None]) -> Any:
    """Begin `what` in a thread; once it waits for a lock, or is done, do the `rest`. What came of it."""
    with ThreadPoolExecutor(1) as pool:
        begun: Future[Any] = pool.submit(what)
        with psycopg.connect(running.service.settings.database_url, autocommit=True) as watch:
            while not begun.done() and not watch.execute(WAITING).fetchall():
                pass
        rest()
        return begun.result()


@pytest.mark.parametrize("about", ["invitation", "message"])
def test_a_mail_that_comes_back_while_its_customer_is_erased_leaves_no_trace(house, box, about):
    messages.ask(house)
    assert messages.send(house, box.url) == 1
    mail = next(mail for mail in box.messages if about in mail["Message-ID"])
    headers = {**house.key("delivery_reports:write"), "Content-Type": "message/rfc822"}
    report = reports.postfix(mail["Message-ID"])

    def come_back() -> Any:
        client = house.app.test_client()
        return client.post("/survey/v1/delivery-reports", data=report, headers=headers)

    with house.service.database.transaction() as connection:
        connection.execute("DELETE FROM customers WHERE key = 'ana'")

        def rest() -> None:
            erase_customer(connection, "ana", now=now(), request_id="erase", settings=house.service.settings)
            connection.commit()

        answer = meanwhile(house, come_back, rest)
    assert (answer.status_code, answer.json["customer_key"]) == (200, None)
    assert in_database(house.service.settings.database_url, ['"ana"', "(ana,", ",ana,"]) == []


def test_who_revokes_a_link_while_its_partial_answer_is_kept_waits_for_it(ana):
    invitation_id = ana.invitation()["id"]
    ana.save({"recommend": "3"})

    def revoke() -> Any:
        path = f"/survey/v1/invitations/{invitation_id}/revoke"
        return ana.running.app.test_client().post(path, json={"reason": "a slip"}, headers=ana.reader)

    with ana.running.service.database.transaction() as connection:
        (taken,) = partials.take(connection, now() + IDLE, 10)
        survey = surveys.get(connection, taken.survey, taken.version)

        def rest() -> None:
            assert submit_response(connection, taken, survey, now=now(), request_id="keep")
            connection.commit()

        assert meanwhile(ana.running, revoke, rest).status_code == 200
    assert [(answers["recommend"], complete) for _, complete, answers in ana.history()] == [(3, False)]


def test_who_revokes_a_link_while_its_customer_is_erased_waits_and_finds_no_link(ana):
    invitation = ana.invitation()
    ana.save({"recommend": "3"})

    def revoke() -> Any:
        path = f"/survey/v1/invitations/{invitation['id']}/revoke"
        return ana.running.app.test_client().post(path, json={"reason": "a slip"}, headers=ana.reader)

    with ana.running.service.database.transaction() as connection:
        # An erasure that has come as far as to what was chosen and not sent.
        connection.execute("DELETE FROM customers WHERE key = %s", [invitation["customer_key"]])
        connection.execute("DELETE FROM partial_answers")

        def rest() -> None:
            settings = ana.running.service.settings
            erase_customer(
                connection, invitation["customer_key"], now=now(), request_id="erase", settings=settings
            )
            connection.commit()

        assert meanwhile(ana.running, revoke, rest).status_code == 404


def test_what_was_saved_in_the_moment_of_a_revocation_is_not_kept(ana):
    ana.save({"recommend": "3"})
    with ana.running.service.database.transaction() as connection:
        connection.execute("UPDATE invitations SET revoked_at = now(), revoke_reason = 'a slip'")
    with ana.running.service.database.transaction() as connection:
        assert partials.take(connection, now() + IDLE + timedelta(seconds=1), 10) == []
    assert (ana.copy()["partial_answers"], ana.responses()) == ([], [])


@pytest.fixture
def zoe(survey: Running, monkeypatch: pytest.MonkeyPatch) -> str:
    """Zoe, who is known under two keys; the second, as who complained with her address."""
    key = complainant("zoe@example.com", survey.service.settings)
    customers = [{"key": one, "email": "zoe@example.com"} for one in ("zoe", key)]
    headers = survey.key("customers:write")
    assert survey.post("/survey/v1/customers", {"customers": customers}, headers).status_code == 200
    monkeypatch.setattr(jobs, "_service", lambda: survey.service)
    return key


def heard_of(key: str, secret: str) -> Fetch:
    """The router's log: Zoe complains, and whoever had the key was forgotten."""
    complaint = told.routed("bill", kind="complaint")
    name = pseudonym(key, secret)
    forgotten = {"customer": name, "aliases": [], "erased_at": now().isoformat()}
    return told.log_of(
        [
            replace(complaint, data={**complaint.data, "customer_key": "zoe"}),
            Event(new_id(), FORGOTTEN, name, now(), "request-1", forgotten),
        ]
    )


def test_whoever_forgets_a_customer_while_complaints_and_erasures_are_heard_of_waits_and_blocks_nobody(
    survey, zoe
):
    service, headers = survey.service, survey.key("customers:erase")
    url, news = service.settings.database_url, jobs.HANDLERS["router"][ROUTED]
    erasures: list[Future[Any]] = []

    def note(connection: psycopg.Connection, heard: Any) -> None:
        """Zoe's complaint is noted; before her other key is forgotten, somebody else forgets all of her."""
        news.apply(connection, heard)
        client = survey.app.test_client()
        erasures.append(pool.submit(client.delete, "/survey/v1/customers/zoe", headers=headers))
        with psycopg.connect(url, autocommit=True) as watch:
            while not erasures[0].done() and not watch.execute(WAITING).fetchall():
                pass

    handlers = {**jobs.HANDLERS["router"], ROUTED: replace(news, apply=note)}
    with ThreadPoolExecutor(1) as pool:
        log = heard_of(zoe, service.settings.internal_key)
        assert follow(service.read, service.change, "router", log, handlers) == 2
        assert erasures[0].result().status_code == 200
    assert in_database(url, ["zoe", zoe]) == []
