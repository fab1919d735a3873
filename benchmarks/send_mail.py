"""How fast one worker sends invitations, and whether its memory and its rate stay as more of them are due.

The mail server is a sink in a process of its own; PostgreSQL waits for the disk. Another number of due invitations:
`python benchmarks/send_mail.py 1000000`.
"""

import os
import sys
import tempfile
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from escucha.embedded.place import temporary
from escucha.embedded.postgres import postgres
from escucha.embedded.valkey import valkey
from shared.clock import now
from shared.migrate import migrate
from shared.service import Service
from support.apps import common
from support.samples import AFTER_SUPPORT
from support.sink import sink
from survey.letters import letter_mail
from survey.mail.outbox import Outbox
from survey.schemas.surveys import SurveySchema
from survey.settings import SurveySettings
from survey.use_cases.publish_survey import publish_survey
from survey.use_cases.send_invitations import send_invitations

DUE = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
RUN = timedelta(seconds=15)
FILL = """
INSERT INTO customers (key, email, name, language, updated_at)
SELECT 'c' || n, 'c' || n || '@example.com', 'Ana', 'es', now() FROM generate_series(1, %(n)s) AS n;
INSERT INTO invitations (id, customer_key, survey, version, trigger, trigger_version, touchpoint_source, touchpoint_id,
                         token_hash, via, language, context, state, created_at, send_at, expires_at)
SELECT gen_random_uuid(), 'c' || n, 'after-support', 1, 't', 1, '/crm', n::text, sha256(n::text::bytea), 'email', 'es',
       %(context)s, 'scheduled', now(), now(), now() + interval '30 days'
FROM generate_series(1, %(n)s) AS n
"""


def main() -> None:
    """Run and print a table."""
    with (
        temporary() as data,
        temporary() as queue,
        tempfile.TemporaryDirectory() as folder,
        postgres(data) as server,
        valkey(queue) as redis_url,
        sink(Path(folder)) as box,
    ):
        migrate(server, "survey")
        settings = SurveySettings(
            **{**common(server, redis_url), "followers": ("feedback_router", "scoring")},
            smtp_url=box.url,
            mail_from="Faro <hola@faro.example>",
            router_url="http://localhost",
        )
        service = Service.start("survey", "survey", settings)
        with psycopg.connect(server, autocommit=True) as connection:
            with connection.transaction():
                survey = SurveySchema().load(AFTER_SUPPORT)
                publish_survey(connection, survey, now=now(), request_id="bench")
            with psycopg.ClientCursor(connection) as cursor:
                cursor.execute(FILL, {"n": DUE, "context": Jsonb({})})
            connection.execute("VACUUM ANALYZE")
        print(f"{DUE} invitations due")
        for connections in (1, 4):
            with Outbox(box.url, connections=connections) as outbox:
                before, began = _memory(), time.perf_counter()
                compose = partial(letter_mail, "invitation", settings)
                sent = send_invitations(service.change, outbox, compose, now, RUN)
                seconds = time.perf_counter() - began
            print(
                f"{connections} connections: {sent} sent, {sent / seconds:.0f}/s, "
                f"memory {before:.0f} → {_memory():.0f} MB"
            )
        service.database.close()


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
