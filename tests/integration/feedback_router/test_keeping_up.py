"""What takes seconds to learn is learnt before a transaction begins, in whatever process somebody asks."""

from collections.abc import Callable

import psycopg
import pytest

from feedback_router.text.routing import model
from feedback_router.use_cases import learn_routing
from support.complaining import complain, reference

IN_TRANSACTION = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
)


@pytest.fixture
def open_transactions(router, router_settings, monkeypatch) -> list[int]:
    """How many transactions were open each time that a model was built."""
    seen: list[int] = []
    build = model.build

    def watched(*arguments, **named):
        with psycopg.connect(router_settings.database_url) as connection:
            row = connection.execute(IN_TRANSACTION).fetchone()
            assert row
            seen.append(row[0])
        return build(*arguments, **named)

    monkeypatch.setattr(learn_routing, "_learnt", {})
    monkeypatch.setattr(learn_routing, "build", watched)
    return seen


def explain(router) -> None:
    body = {"text": "Nobody came", "language": "en"}
    assert router.post("/router/v1/explain", body, router.key("feedback:read")).status_code == 200


def send_complaint(router) -> None:
    reference(complain(router, "Nobody came"))


def report(router) -> None:
    body = {"id": "0192b7a0-0000-7000-8000-000000000001", "text": "Nobody came", "language": "en"}
    assert router.post("/router/v1/reports", body, router.key("reports:write")).status_code == 201


@pytest.mark.parametrize("ask", [explain, send_complaint, report])
def test_a_model_is_built_once_and_while_no_transaction_is_open(
    router, book, open_transactions: list[int], ask: Callable[..., None]
):
    ask(router)
    assert open_transactions == [0]
    explain(router)
    assert open_transactions == [0]


def test_new_rules_are_learnt_before_the_next_complaint_is_kept(router, book, open_transactions: list[int]):
    explain(router)
    teams = [*book["teams"], {"key": "shops", "name": "Shops", "description": "The shops and their staff"}]
    answer = router.post("/router/v1/rules", {**book, "teams": teams}, router.key("rules:write"))
    assert answer.json == {"version": 2, "is_new": True}
    send_complaint(router)
    assert open_transactions == [0, 0]
