"""Touchpoints are taken in exactly once, however often and however simultaneously they are sent."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from support.apps import Running
from support.samples import AFTER_SUPPORT, AFTER_SUPPORT_BY_EMAIL, case_closed

BATCHES = 4
BATCH = 40


def batch(number: int) -> list[dict[str, Any]]:
    """Half of each batch is in the next one too, in the other order."""
    begin = number * BATCH // 2
    cases = [
        case_closed(case, channel="web", key=f"customer-{case % 30}", email=f"c{case % 30}@example.com")
        for case in range(begin, begin + BATCH)
    ]
    return cases if number % 2 else cases[::-1]


def counted(survey: Running, query: bytes) -> list[Any]:
    with survey.service.read() as connection:
        return [row[0] for row in connection.execute(query)]


def test_batches_that_overlap_and_come_again_at_the_same_time_count_once(survey):
    admin = survey.key("surveys:write", "touchpoints:write")
    survey.post("/survey/v1/surveys", AFTER_SUPPORT, admin)
    survey.post("/survey/v1/triggers", AFTER_SUPPORT_BY_EMAIL, admin)

    def send(number: int) -> Any:
        client = survey.app.test_client()
        return client.post("/survey/v1/touchpoints", json=batch(number), headers=admin)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, list(range(BATCHES)) * 4))
    assert {answer.status_code for answer in answers} == {202}
    sent = {event["id"] for number in range(BATCHES) for event in batch(number)}
    assert sum(answer.json["accepted"] for answer in answers) == len(sent)
    assert sorted(counted(survey, b"SELECT id FROM touchpoints")) == sorted(sent)
    assert sorted(counted(survey, b"SELECT touchpoint_id FROM invitations")) == sorted(sent)
    told = counted(survey, b"SELECT subject FROM events WHERE type = 'survey.touchpoint.received'")
    assert sorted(told) == sorted(sent)
