"""How much memory an export takes: the same service exports few responses, then many, and its peak is told."""

import subprocess
import sys
import time
from pathlib import Path

import httpx
import psycopg

from escucha.embedded.place import temporary
from escucha.embedded.postgres import postgres
from escucha.embedded.valkey import valkey
from shared import api_keys
from shared.migrate import migrate
from support.environment import all_settings
from support.ports import free_port

SIZES = (20_000, 200_000)
FILL = """
WITH survey AS (
    INSERT INTO surveys (key, version, definition, checksum, published_at)
    VALUES ('big', 1, '{"questions": [{"key": "recommend"}, {"key": "comment"}]}', '', now())
    ON CONFLICT DO NOTHING
)
INSERT INTO responses (id, survey, version, source, language, context, answers, submitted_at, received_at)
SELECT gen_random_uuid(), 'big', 1, 'past', 'en', '{}',
       jsonb_build_object('recommend', n, 'comment', repeat('word ', 40)), now(), now()
FROM generate_series(1, %(n)s) AS n
"""


def main() -> None:
    """Run and print a table."""
    with temporary() as data, temporary() as queue, postgres(data) as url, valkey(queue) as redis_url:
        migrate(url, "survey")
        key = api_keys.generate()
        with psycopg.connect(url) as connection:
            api_keys.store(connection, key, "bench", ["responses:read"], None)
        port = free_port()
        settings = {**all_settings(), "SURVEY_DATABASE_URL": url, "REDIS_URL": redis_url}
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "survey.app:create_app()"]
        service = subprocess.Popen(
            [*command, "--workers", "1", "--worker-class", "gthread"],
            env=settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            print(f"{'responses':>10} {'MB sent':>8} {'rows/s':>8} {'peak MB':>8}")
            for size in SIZES:
                fill(url, size)
                print(export(f"http://127.0.0.1:{port}", key, service.pid))
        finally:
            service.terminate()
            service.wait(30)


def fill(url: str, size: int) -> None:
    """So many responses, and no others."""
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM responses")
        connection.execute(FILL, {"n": size})


def export(address: str, key: str, pid: int) -> str:
    """Export everything and tell what it took."""
    client = httpx.Client(
        base_url=address,
        headers={"Authorization": f"Bearer {key}"},
        timeout=60,
        transport=httpx.HTTPTransport(retries=8),
    )
    started = time.monotonic()
    sent = lines = 0
    with client, client.stream("GET", "/survey/v1/exports/responses?survey=big") as answer:
        assert answer.status_code == 200, answer.read()
        for chunk in answer.iter_bytes():
            sent += len(chunk)
            lines += chunk.count(b"\n")
    took = time.monotonic() - started
    return f"{lines - 1:>10} {sent / 1e6:>8.1f} {(lines - 1) / took:>8.0f} {peak(pid) / 1024:>8.1f}"


def peak(pid: int) -> int:
    """The highest resident size of the worker process so far, in KiB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    status = Path(f"/proc/{children[0]}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


if __name__ == "__main__":
    main()
