"""Mail is handed over to the survey service once by its id, whatever dies or is away in between."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from feedback_router import jobs
from feedback_router.domain.messages import Message
from feedback_router.store import messages
from feedback_router.use_cases.deliver_messages import deliver_messages, poster
from shared.ids import new_id
from shared.service import Service

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
BODY = {
    "to": {"staff": "ana@company.example"},
    "language": "es",
    "subject": "Fuera de plazo",
    "text": "Hola, Ana",
    "reference": "item-1",
}
A_MINUTE = timedelta(minutes=1)


class Survey:
    """A survey service that answers as it is told, and remembers what it was sent."""

    def __init__(self) -> None:
        self.answers: list[int | Exception] = []
        self.heard: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.heard.append((request.headers["Authorization"], json.loads(request.content)))
        answer = self.answers.pop(0) if self.answers else 202
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer, text="Said so.")


@pytest.fixture
def survey() -> Survey:
    return Survey()


@pytest.fixture
def put(router) -> Callable[[], UUID]:
    """Write a message down."""

    def write() -> UUID:
        message = Message(new_id(), None, "notice", BODY)
        with router.service.change() as connection:
            messages.put(connection, message, NOW)
            messages.put(connection, message, NOW)
        return message.id

    return write


@pytest.fixture
def deliver(router, survey) -> Callable[[datetime], int]:
    """Hand over what is due at a moment."""

    def run(now: datetime) -> int:
        with httpx.Client(transport=httpx.MockTransport(survey)) as client:
            post = poster(client, "http://survey", "the internal key")
            return deliver_messages(router.service.change, post, lambda: now, A_MINUTE)

    return run


def states(router) -> list[tuple[Any, ...]]:
    with router.service.read() as connection:
        rows: list[tuple[Any, ...]] = connection.execute(
            "SELECT state, attempts, error FROM messages ORDER BY id"
        ).fetchall()
    return rows


def test_a_message_is_handed_over_once_with_its_id_and_told(router, survey, put, deliver, events):
    message_id = put()
    assert (deliver(NOW), deliver(NOW + timedelta(days=1))) == (1, 0)
    assert survey.heard == [("Bearer the internal key", {"id": str(message_id), "kind": "notice", **BODY})]
    (told,) = events("router.message.handed_over")
    assert told["data"] == {
        "message_id": str(message_id),
        "kind": "notice",
        "feedback_id": None,
        "attempts": 1,
    }
    assert "@" not in str(told)
    assert states(router) == [("handed_over", 1, None)]


@pytest.mark.parametrize(
    "trouble", [503, 500, 404, 429, 401, httpx.ConnectError("away"), httpx.ReadTimeout("slow")]
)
def test_while_the_survey_service_is_away_a_message_waits_and_the_pauses_grow(
    router, survey, put, deliver, trouble
):
    put()
    survey.answers = [trouble, trouble]
    assert deliver(NOW) == 0
    assert deliver(NOW + timedelta(seconds=14)) == 0
    assert len(survey.heard) == 1
    assert deliver(NOW + timedelta(seconds=15)) == 0
    assert deliver(NOW + timedelta(seconds=44)) == 0
    assert len(survey.heard) == 2
    assert deliver(NOW + timedelta(seconds=45)) == 1
    assert len({body["id"] for _, body in survey.heard}) == 1


def test_who_is_not_heard_does_not_go_on_calling(survey, put, deliver):
    for _ in range(3):
        put()
    survey.answers = [503]
    assert deliver(NOW) == 0
    assert len(survey.heard) == 1


@pytest.mark.parametrize("refusal", [400, 409, 422])
def test_a_message_that_is_refused_is_given_up_with_the_reason_and_the_next_one_goes(
    router, survey, put, deliver, events, refusal
):
    put()
    put()
    survey.answers = [refusal]
    assert deliver(NOW) == 1
    assert states(router) == [("given_up", 1, f"{refusal}: Said so."), ("handed_over", 1, None)]
    assert len(events("router.message.given_up")) == 1


def test_a_worker_that_dies_after_it_was_taken_leaves_it_to_the_next_one_under_the_same_id(
    router, survey, put, deliver
):
    put()
    with router.service.change() as connection:
        claimed = messages.claim(connection, NOW, NOW + timedelta(minutes=2))
    assert claimed is not None
    assert deliver(NOW + A_MINUTE) == 0
    assert deliver(NOW + 2 * A_MINUTE) == 1
    assert states(router) == [("handed_over", 2, None)]


def test_two_workers_at_once_hand_each_message_over_once(router, survey, put, deliver, events):
    for _ in range(20):
        put()
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(deliver, [NOW] * 4)) == 20
    assert len(survey.heard) == len({body["id"] for _, body in survey.heard}) == 20
    assert len(events("router.message.handed_over")) == 20


def test_the_survey_service_takes_what_we_hand_over(router, router_settings, real_survey, put, monkeypatch):
    put()
    with router.service.change() as connection:
        connection.execute("UPDATE messages SET next_at = now()")
    service = Service.start("router", "feedback_router", router_settings)
    monkeypatch.setattr(jobs, "_service", lambda: service)
    with httpx.Client(transport=httpx.WSGITransport(app=real_survey.app)) as client:
        monkeypatch.setattr(jobs, "_client", lambda: client)
        jobs.deliver_messages()
    service.database.close()
    assert states(router) == [("handed_over", 1, None)]
