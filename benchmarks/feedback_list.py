"""A team's list over a million feedback items: milliseconds within which 95 of 100 requests are answered.

The items are made by SQL: twenty teams of different sizes, three languages, words as often as words are (Zipf), one of
fifteen items open. The requests go through the router's app, without a network between; what
a request that finds nothing costs stands first. Behind the times stands the CPU of a request, PostgreSQL's included,
which says more on a machine on which much else runs.

`--items 1000000`, `--requests 200` of each kind; `--explain` prints what PostgreSQL does for each.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import psycopg

from cpu import spent
from escucha.embedded.place import temporary
from escucha.embedded.postgres import postgres
from escucha.embedded.valkey import valkey
from feedback_router.app import create_app
from feedback_router.settings import RouterSettings
from feedback_router.store.feedback import Filters
from shared.db import statements
from shared.migrate import migrate
from support.apps import Running, common, running

TARGET_MS = 50
TEAMS = [f"team-{number}" for number in range(20)]
JOURNEYS = ("join", "use", "pay", "move", "complain", "leave")
TOPICS = (
    "billing",
    "outage",
    "installation",
    "price",
    "staff",
    "app",
    "delivery",
    "contract",
    "roaming",
    "refund",
)
WORDS = {
    "es": "factura técnico avería internet cobro instalación llamada atención espera contrato línea velocidad precio "
    "servicio devolución móvil cita router problema solución",
    "en": "invoice engineer outage internet charge installation call attention waiting contract line speed price "
    "service refund mobile appointment router problem solution",
    "pt": "fatura técnico avaria internet cobrança instalação chamada atendimento espera contrato linha velocidade "
    "preço serviço devolução celular visita roteador problema solução",
}
MADE_UP = 20_000

# A word's place in its list follows Zipf's law: exp(u ln n) is as likely to lie between 1 and 2 as between 2 and 4.
_ITEMS = """
INSERT INTO feedback (
    id, response_id, question, survey, survey_version, customer_key, text, language, kind, severity, topics, priority,
    scores, journey, stage, channel, owner, team, rule, reason, phrases, rules_version, status, accountable,
    assignee, acknowledge_by, resolve_by, check_at, what_was_done, submitted_at, routed_at, acknowledged_at, resolved_at
)
SELECT gen_random_uuid(), gen_random_uuid(), 'comment', 'survey-' || n %% 7, 1, 'customer-' || n %% 300000,
       words.text, it.language, (ARRAY['complaint', 'praise', 'suggestion', 'question', 'report'])[1 + n %% 5],
       floor(5 * random() ^ 4), ARRAY[it.topics[1 + floor(10 * random() ^ 2)::int]],
       round((random() * 100)::numeric, 2),
       '[]', it.journeys[1 + n %% 6], 'stage-' || n %% 11, (ARRAY['web', 'phone', 'shop'])[1 + n %% 3],
       'function-' || n %% 9, it.team, 'rule', 'Made for a benchmark.', '{}', 1, it.status,
       'person-' || n %% 200, CASE WHEN n %% 3 = 0 THEN 'person-' || n %% 200 END,
       it.at + interval '1 day', it.at + interval '6 days',
       CASE WHEN it.status <> 'resolved' THEN it.at + interval '6 days' END,
       CASE WHEN it.status = 'resolved' THEN 'Done.' END, it.at, it.at,
       CASE WHEN it.status <> 'routed' THEN it.at END, CASE WHEN it.status = 'resolved' THEN it.at END
FROM generate_series(%(first)s::int, %(last)s::int) AS n
CROSS JOIN LATERAL (
    SELECT n AS number,
           'team-' || floor(20 * random() ^ 2)::int AS team,
           (ARRAY['es', 'en', 'pt'])[1 + n %% 3] AS language,
           (CASE WHEN n %% 15 <> 0 THEN 'resolved' WHEN n %% 2 = 0 THEN 'routed' ELSE 'acknowledged' END) AS status,
           %(now)s::timestamptz - n * interval '30 seconds' AS at,
           %(topics)s::text[] AS topics, %(journeys)s::text[] AS journeys
) AS it
CROSS JOIN LATERAL (
    SELECT string_agg(
        CASE WHEN place <= 20 THEN (
            CASE it.language WHEN 'es' THEN %(es)s::text[] WHEN 'en' THEN %(en)s::text[] ELSE %(pt)s::text[] END
        )[place] ELSE 'rare' || place END, ' '
    ) AS text
    FROM (
        SELECT floor(exp(random() * ln(%(made_up)s::int)))::int AS place
        FROM generate_series(1, 12 + it.number %% 9)
    ) AS place
) AS words
"""


def main() -> None:
    """Make the items, ask, print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--items", type=int, default=1_000_000)
    arguments.add_argument("--requests", type=int, default=200)
    arguments.add_argument("--explain", action="store_true")
    options = arguments.parse_args()
    with temporary() as data, temporary() as queue, postgres(data) as server, valkey(queue) as redis_url:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE scratch")
        url = f"{server.rpartition('/')[0]}/scratch"
        migrate(url, "feedback_router")
        fill(url, options.items)
        settings = RouterSettings(
            **{**common(url, redis_url), "rate_limit": 10**9}, survey_url="http://127.0.0.1:9"
        )
        with running(create_app(settings)) as router:
            measure(router, options.requests)
            if options.explain:
                explain(router)


def fill(url: str, items: int) -> None:
    """Make the items, then their indexes: that is how a large table is filled."""
    values = {
        "now": datetime.now(UTC),
        "made_up": MADE_UP,
        "topics": list(TOPICS),
        "journeys": list(JOURNEYS),
        **{language: words.split() for language, words in WORDS.items()},
    }
    started = time.perf_counter()
    with psycopg.connect(url, autocommit=True) as connection, without_indexes(connection):
        for first in range(1, items + 1, 100_000):
            last = min(first + 99_999, items)
            connection.execute(_ITEMS.encode(), {**values, "first": first, "last": last})
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE feedback")
        row = connection.execute("SELECT pg_table_size('feedback'), pg_indexes_size('feedback')").fetchone()
    assert row is not None
    print(
        f"{items} items in {time.perf_counter() - started:.0f} s; "
        f"table {row[0] / 2**20:.0f} MiB, indexes {row[1] / 2**20:.0f} MiB"
    )


@contextmanager
def without_indexes(connection: psycopg.Connection) -> Iterator[None]:
    """Leaves out all indexes but the primary key's until the end."""
    found = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'feedback' AND indexname <> 'feedback_pkey'"
    ).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}".encode())
    yield
    connection.execute("SET maintenance_work_mem = '512MB'")
    for _, definition in found:
        connection.execute(definition.encode())


def queries() -> dict[str, Callable[[random.Random], str]]:
    """What teams ask, each time for something else."""

    def team(chance: random.Random) -> str:
        return f"team={chance.choice(TEAMS)}"

    def common_word(chance: random.Random) -> str:
        language = chance.choice(list(WORDS))
        return f"q={chance.choice(WORDS[language].split())}&language={language}"

    def rare_word(chance: random.Random) -> str:
        return f"q=rare{chance.randint(21, MADE_UP)}"

    since = (datetime.now(UTC) - timedelta(days=60)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "nothing (what a request costs)": lambda _: "team=nobody",
        "newest of a team": team,
        "open of a team, due first": lambda c: f"{team(c)}&sort=due",
        "open of a team, by priority": lambda c: f"{team(c)}&sort=priority",
        "overdue of a team": lambda c: f"{team(c)}&sort=due&overdue=true",
        "of a person, due first": lambda c: f"accountable=person-{c.randint(0, 199)}&sort=due",
        "status and severity": lambda c: f"{team(c)}&status=routed&severity=3",
        "kind, journey, channel": lambda c: (
            f"{team(c)}&kind=complaint&journey={c.choice(JOURNEYS)}&channel=web"
        ),
        "topic of a team": lambda c: f"{team(c)}&topic={c.choice(TOPICS)}",
        "journey since 60 days": lambda c: f"journey={c.choice(JOURNEYS)}&since={since}",
        "common word": common_word,
        "common word of a team": lambda c: f"{common_word(c)}&{team(c)}",
        "common word, open, by priority": lambda c: f"{common_word(c)}&{team(c)}&sort=priority",
        "two words of a team": lambda c: f"q=problema+rare{c.randint(21, 200)}&{team(c)}",
        "rare word": rare_word,
        "rare word of a team": lambda c: f"{rare_word(c)}&{team(c)}",
        "word and severity": lambda c: f"{common_word(c)}&{team(c)}&severity=4",
    }


def measure(router: Running, requests: int) -> None:
    """The table; each kind of request is asked so many times, the first pages and the second."""
    key = router.key("feedback:read")
    worst = 0.0
    for name, ask in queries().items():
        chance, times, found, used = random.Random(name), [], 0, spent(os.getpid())
        for _ in range(requests):
            path = f"/router/v1/feedback?{ask(chance)}"
            begun = time.perf_counter()
            answer = router.get(path, key)
            times.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 200, answer.text
            found += len(answer.json["items"])
        cpu = (spent(os.getpid()) - used) / requests * 1000
        cuts = statistics.quantiles(times, n=100)
        worst = max(worst, cuts[94])
        print(
            f"{name:<32}p50 {cuts[49]:6.1f}   p95 {cuts[94]:6.1f}   p99 {cuts[98]:6.1f} ms   "
            f"{cpu:5.1f} ms of CPU   {found / requests:5.1f} items"
        )
    print(f"slowest p95: {worst:.1f} ms (target: {TARGET_MS} ms)")


def explain(router: Running) -> None:
    """What PostgreSQL does, in the middle of the list of each kind."""
    sql = statements("feedback_router.store", "feedback")
    shown = {
        "search of a team": ("newest", Filters(team="team-3", q="factura")),
        "rare search": ("newest", Filters(q="rare777")),
        "due": ("due", Filters(team="team-3")),
        "priority": ("priority", Filters(team="team-3")),
        "topic": ("newest", Filters(team="team-19", topic="roaming")),
    }
    nothing = dict.fromkeys(("moment", "id", "priority", "severities"))
    with router.service.read() as connection:
        for name, (order, filters) in shown.items():
            values = {**nothing, **vars(filters), "limit": 50, "now": datetime.now(UTC)}
            print(f"\n{name}")
            for row in connection.execute(b"EXPLAIN (ANALYZE, BUFFERS) " + sql[order], values, prepare=False):
                print(f"  {row[0]}")


if __name__ == "__main__":
    main()
