"""Who has a complaint open is not reminded of a survey: the survey service follows the feedback router's log."""

from datetime import timedelta

import httpx
import pytest

from feedback_router.app import create_app as create_router
from feedback_router.settings import RouterSettings
from shared import events
from shared.follower import follow
from shared.service import Service
from support import told
from support.apps import common, running
from support.letters import asking_by_mail, invite, send, states
from survey import jobs

LATER = timedelta(days=5)


@pytest.fixture
def house(survey_settings, box):
    """A survey that was sent to Bruno by mail, with a reminder to come."""
    with asking_by_mail(survey_settings, box.url, reminder_days=4) as it:
        invite(it, 1, key="bruno", email="bruno@example.com")
        assert send(it, box.url) == 1
        yield it


def hear(house, *news) -> None:
    """Let the router tell this, after what it has told before."""
    with house.service.database.transaction() as connection:
        connection.execute("DELETE FROM cursors WHERE source = 'router'")
    follow(house.service.read, house.service.change, "router", told.log_of(news), jobs.HANDLERS["router"])


def remind(house, box) -> int:
    return send(house, box.url, LATER, "reminder")


def test_an_open_complaint_stops_the_reminder_for_good(house, box):
    hear(house, told.routed("bill", kind="complaint"))
    assert remind(house, box) == 0
    hear(house, told.resolved("bill"))
    assert remind(house, box) == 0


@pytest.mark.parametrize("end", [told.resolved, told.withdrawn])
def test_a_complaint_that_has_been_closed_stops_nothing(house, box, end):
    hear(house, told.routed("bill", kind="complaint"))
    hear(house, end("bill"))
    assert remind(house, box) == 1


def test_a_complaint_that_was_opened_again_stops_the_reminder(house, box):
    hear(house, told.routed("bill", kind="complaint"), told.resolved("bill"), told.reopened("bill"))
    assert remind(house, box) == 0


def test_of_two_complaints_one_may_be_closed_and_the_other_still_counts(house, box):
    hear(
        house,
        told.routed("bill", kind="complaint"),
        told.routed("call", kind="complaint"),
        told.resolved("bill"),
    )
    assert remind(house, box) == 0


@pytest.mark.parametrize("kind", ["praise", "suggestion", "question", "report"])
def test_what_is_no_complaint_stops_nothing(house, box, kind):
    hear(house, told.routed("thanks", kind=kind), told.reopened("thanks"))
    assert remind(house, box) == 1


def test_where_nobody_told_what_it_is_it_may_be_a_complaint(house, box):
    hear(house, told.routed("bill"))
    assert remind(house, box) == 0


def test_a_complaint_stops_no_invitation(house, box):
    hear(house, told.routed("bill", kind="complaint"))
    invite(house, 2, key="bruno")
    assert send(house, box.url) == 1
    assert states(house) == {"sent": 2}


def test_the_same_news_heard_again_change_nothing(house, box):
    news = [told.routed("bill", kind="complaint"), told.resolved("bill")]
    hear(house, *news)
    hear(house, *news)
    assert remind(house, box) == 1


def test_a_complaint_is_in_the_customers_copy_and_goes_with_the_customer(house):
    hear(house, told.routed("bill", kind="complaint"))
    admin = house.key("customers:read", "customers:erase")
    (complaint,) = house.get("/survey/v1/customers/bruno/copy", admin).json["complaints"]
    assert complaint["open"] is True
    assert house.client.delete("/survey/v1/customers/bruno", headers=admin).status_code == 200
    hear(house, told.routed("call", kind="complaint"))
    with house.service.read() as connection:
        assert connection.execute("SELECT * FROM complaints").fetchall() == []


def test_the_job_hears_it_over_http_from_the_router_and_waits_while_the_router_is_away(
    house, box, databases, redis_url, monkeypatch
):
    service = Service.start("survey", "survey", house.service.settings)
    monkeypatch.setattr(jobs, "_service", lambda: service)
    jobs.follow("router")
    with databases.copy("feedback_router") as url:
        settings = RouterSettings(**common(url, redis_url), survey_url="http://localhost")
        with running(create_router(settings)) as router:
            with router.service.change() as connection:
                events.append(connection, [told.routed("bill", kind="complaint")])
            with httpx.Client(transport=httpx.WSGITransport(app=router.app)) as client:
                monkeypatch.setattr(jobs, "_client", lambda: client)
                jobs.follow("router")
    service.database.close()
    assert remind(house, box) == 0
