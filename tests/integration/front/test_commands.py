"""The commands that need no running house."""

import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import httpx
import psycopg
import pytest
from click.testing import CliRunner, Result

from escucha.cli import main
from escucha.launch import house
from escucha.problem import Problem
from shared import api_keys
from support.databases import Databases


def escucha(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.fixture
def survey_database(databases: Databases, monkeypatch: pytest.MonkeyPatch):
    with databases.copy("survey") as url:
        monkeypatch.setenv("SURVEY_DATABASE_URL", url)
        yield url


@pytest.fixture
def router_database(databases: Databases, monkeypatch: pytest.MonkeyPatch):
    with databases.copy("feedback_router") as url:
        monkeypatch.setenv("ROUTER_DATABASE_URL", url)
        yield url


def create(*services: str, scopes: tuple[str, ...]) -> Result:
    """Make a key for Ana."""
    words = [*(("--service", one) for one in services), *(("--scope", one) for one in scopes)]
    return escucha("keys", "create", "--name", "Ana", *(word for pair in words for word in pair))


def keys_in(database: str) -> list[api_keys.KeyRecord]:
    with psycopg.connect(database) as connection:
        return api_keys.listing(connection)


def test_a_key_is_made_listed_and_revoked(survey_database):
    made = create("survey", scopes=("surveys:read", "surveys:write"))
    key = made.stdout.strip()
    prefix = key.split("_")[1]
    with psycopg.connect(survey_database) as connection:
        caller = api_keys.find(connection, key)
        assert caller is not None
        assert (caller.name, caller.scopes) == ("Ana", frozenset({"surveys:read", "surveys:write"}))
    listed = escucha("keys", "list", "--service", "survey").stdout
    assert f"survey  {prefix}  in use  Ana: surveys:read surveys:write" in listed
    assert key not in listed
    assert escucha("keys", "revoke", "--service", "survey", prefix).exit_code == 0
    with psycopg.connect(survey_database) as connection:
        assert api_keys.find(connection, key) is None
    again = escucha("keys", "revoke", "--service", "survey", prefix)
    assert (again.exit_code, again.stderr) == (1, f"Escucha: survey has no key {prefix} in use\n")


def test_a_key_can_have_a_limit_of_its_own(survey_database):
    words = ("keys", "create", "--service", "survey", "--name", "Ana", "--scope", "surveys:read")
    key = escucha(*words, "--limit", "30").stdout.strip()
    with psycopg.connect(survey_database) as connection:
        caller = api_keys.find(connection, key)
    assert caller is not None
    assert caller.per_minute == 30
    listed = escucha("keys", "list", "--service", "survey").stdout
    assert "Ana, at most 30 requests a minute: surveys:read" in listed
    assert escucha(*words, "--limit", "0").exit_code == 2


@pytest.mark.parametrize("scope", ["surveys:raed", "feedback:read", "", "surveys:read ", "public", "any key"])
def test_a_key_is_not_made_for_what_no_route_of_its_services_asks_for(survey_database, scope):
    made = create("survey", scopes=("surveys:read", scope))
    assert (made.exit_code, made.stdout) == (1, "")
    first, known = made.stderr.splitlines()
    assert first == f"Escucha: there is no scope {scope!r} in survey; these are there:"
    assert known.startswith("    survey: audit:read customers:erase ")
    assert keys_in(survey_database) == []


@pytest.mark.parametrize("name", ["", " ", "Jos\udce9", "\u200b"])
def test_a_key_is_for_somebody_who_can_be_named_in_the_audit_trail(survey_database, name):
    made = escucha("keys", "create", "--service", "survey", "--scope", "surveys:read", "--name", name)
    assert (made.exit_code, made.stdout) == (2, "")
    assert "Say in UTF-8 who will use it" in made.stderr
    assert keys_in(survey_database) == []


def test_a_key_for_several_services_may_have_what_only_one_of_them_asks_for(survey_database, router_database):
    made = create("survey", "router", scopes=("surveys:read", "feedback:read"))
    assert made.stdout.startswith("escucha_")
    refused = create("survey", "router", scopes=("scores:read", "plans:read", "surveys:read"))
    first, *known = refused.stderr.splitlines()
    assert (
        first == "Escucha: there is no scope 'scores:read', 'plans:read' in survey, router; these are there:"
    )
    assert [line.split()[0] for line in known] == ["survey:", "router:"]
    assert len(keys_in(survey_database)) == len(keys_in(router_database)) == 1


def test_a_key_that_can_not_be_kept_everywhere_is_kept_nowhere(survey_database, monkeypatch):
    monkeypatch.setenv("ROUTER_DATABASE_URL", "postgresql://127.0.0.1:9/x")
    made = create("survey", "router", scopes=("events:read",))
    assert (made.exit_code, made.stdout) == (1, "")
    assert "the database of router does not answer" in made.stderr
    assert keys_in(survey_database) == []


def test_a_key_is_revoked_wherever_it_is_and_said_where_it_is_not(survey_database, router_database):
    prefix = create("router", scopes=("events:read",)).stdout.split("_")[1]
    revoked = escucha("keys", "revoke", "--service", "survey", "--service", "router", prefix)
    assert (revoked.exit_code, revoked.stdout) == (1, f"router: {prefix} is revoked\n")
    assert revoked.stderr == f"Escucha: survey has no key {prefix} in use\n"
    (key,) = keys_in(router_database)
    assert key.revoked_at


def test_migrate_says_what_it_did_and_then_that_nothing_is_left_to_do(databases, monkeypatch):
    with databases.empty() as url:
        monkeypatch.setenv("SCORING_DATABASE_URL", url)
        assert "scoring: shared/0001_event_log.sql, " in escucha("migrate", "scoring").stdout
        assert escucha("migrate", "scoring").stdout == "scoring: up to date\n"
        with psycopg.connect(url) as connection:
            connection.execute(
                "UPDATE schema_migrations SET checksum = 'x' WHERE name = '0001_event_log.sql'"
            )
        edited = escucha("migrate", "scoring")
        assert edited.exit_code == 1
        assert "0001_event_log.sql was changed after it was applied" in edited.stderr


def test_a_database_that_does_not_answer_is_one_line(monkeypatch):
    monkeypatch.setenv("SURVEY_DATABASE_URL", "postgresql://nobody:geheim@127.0.0.1:9/none")
    for words in (["keys", "list", "--service", "survey"], ["migrate", "survey"]):
        outcome = escucha(*words)
        assert outcome.exit_code == 1
        assert len(outcome.stderr.splitlines()) == 1
        assert "geheim" not in outcome.stderr


def test_without_a_house_commands_say_how_to_start_one(tmp_path: Path, monkeypatch):
    for name in ("ESCUCHA_URL", "ESCUCHA_KEY", "SURVEY_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    place = ["--data-dir", str(tmp_path)]
    assert "start it with 'make run'" in escucha("show", "url", *place).stderr
    assert "start it with 'make run'" in escucha("openapi", *place).stderr
    assert "there is no house in" in escucha("keys", "list", "--service", "survey", *place).stderr
    (tmp_path / "run.json").write_text(json.dumps({"url": "http://127.0.0.1:9", "keys": {"operator": "k"}}))
    assert escucha("show", "url", *place).stdout == "http://127.0.0.1:9\n"
    assert "there is no keys.crm" in escucha("show", "keys.crm", *place).stderr
    (tmp_path / "survey.yaml").write_text("key: [")
    assert "is not YAML" in escucha("publish", "survey", str(tmp_path / "survey.yaml"), *place).stderr
    (tmp_path / "survey.yaml").write_text("key: one")
    assert "does not answer" in escucha("publish", "survey", str(tmp_path / "survey.yaml"), *place).stderr


@pytest.mark.parametrize(
    "words", [("verify",), ("demo",), ("openapi", "docs"), ("publish", "survey", "survey.yaml")]
)
def test_a_house_that_does_not_answer_is_one_line(tmp_path: Path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "survey.yaml").write_text("key: any")
    result = escucha(*words, "--url", "http://127.0.0.1:9", "--key", "any")
    assert (result.exit_code, result.stderr) == (
        1,
        "Escucha: http://127.0.0.1:9 does not answer: [Errno 111] Connection refused\n",
    )


def test_a_house_that_refuses_is_one_line_in_its_own_words(monkeypatch):
    detail = "This key does not have the scope scorecards:read."
    answer = httpx.Response(
        403, json={"detail": detail}, request=httpx.Request("GET", "http://house/scoring/v1")
    )
    monkeypatch.setattr(httpx.Client, "get", lambda *_, **__: answer)
    result = escucha("verify", "--url", "http://house", "--key", "any")
    assert (result.exit_code, result.stderr) == (1, f"Escucha: /scoring/v1 was refused: {detail}\n")


def test_every_command_is_listed_and_one_that_there_is_not_is_named():
    listed = escucha("--help").stdout
    for command in ("run", "publish", "verify", "import", "show", "keys", "migrate", "openapi", "demo"):
        assert f"\n  {command} " in listed
    assert "No such command 'fly'" in escucha("fly").stderr


def test_the_list_of_commands_says_each_in_whole_words():
    for words in (("--help",), ("keys", "--help")):
        assert "..." not in escucha(*words).stdout.partition("Commands:")[2]


def test_another_house_is_not_shown_the_key_of_the_one_that_runs_here(tmp_path: Path, other_service):
    run = {"url": "http://127.0.0.1:9", "keys": {"operator": "escucha_of_operator"}}
    (tmp_path / "run.json").write_text(json.dumps(run))
    said = refusal("verify", "--url", other_service, "--data-dir", str(tmp_path))
    assert said.startswith(f"Escucha: which key opens {other_service}?")


def test_data_of_a_newer_version_is_left_alone_and_said_so(databases, monkeypatch):
    with databases.copy("survey") as url:
        monkeypatch.setenv("SURVEY_DATABASE_URL", url)
        with psycopg.connect(url) as connection:
            connection.execute(
                "INSERT INTO schema_migrations (package, name, checksum) VALUES ('survey', '9999_later.sql', 'x')"
            )
        assert "is from a newer version of Escucha, which made 9999_later.sql" in refusal("migrate", "survey")


def test_a_full_disk_is_named_whatever_failed_by_it(tmp_path: Path, monkeypatch):
    def fail(*_: object) -> None:
        raise Problem("the database does not answer")

    monkeypatch.setattr(house, "run", fail)
    for free, said in ((3 * 2**20, "\n    Only 3 MB are left on the disk of"), (2**40, "")):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: SimpleNamespace(free=free))
        result = escucha("run", "--data-dir", str(tmp_path))
        assert result.exit_code == 1
        assert result.stderr.startswith(f"Escucha: the database does not answer{said}")
        assert ("disk" in result.stderr) == bool(said)


def refusal(*words: str) -> str:
    """The one line of a command that can't be done."""
    outcome = escucha(*words)
    assert (outcome.exit_code, type(outcome.exception)) == (1, SystemExit), outcome.output
    (line,) = outcome.stderr.splitlines()
    return line


class OtherService(BaseHTTPRequestHandler):
    """Lists nothing, and knows nothing but a page to say so to who sends something."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"items": []}')

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def other_service() -> Iterator[str]:
    """Something else that answers where the house was looked for."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), OtherService)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("url", "key", "said"),
    [
        ("http://[::1", "escucha_a_b", "http://[::1 does not answer"),
        ("127.0.0.1:9", "escucha_a_b", "127.0.0.1:9 does not answer"),
        ("http://127.0.0.1:9", "escucha_a_b", "http://127.0.0.1:9 does not answer"),
        ("http://127.0.0.1:9", "clé", "this is no API key"),
        ("http://127.0.0.1:9", "a\nb", "this is no API key"),
        ("http://127.0.0.1:9", "", "this is no API key"),
    ],
)
def test_a_house_that_cannot_be_spoken_to_is_one_line(url, key, said):
    assert refusal("verify", "--url", url, "--key", key).startswith(f"Escucha: {said}")


def test_a_stranger_who_answers_in_our_place_is_one_line(tmp_path, other_service):
    (tmp_path / "survey.yaml").write_text("key: one\n")
    words = ("publish", "survey", str(tmp_path / "survey.yaml"), "--url", other_service, "--key", "a")
    assert refusal(*words) == f"Escucha: {other_service} answers, but not as Escucha does"


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path, other_service):
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "docs"
    line = refusal("openapi", str(path), "--url", other_service, "--key", "a")
    assert line == f"Escucha: {path / 'survey.json'} can't be written: Not a directory"


def test_the_demos_customers_do_not_call_at_another_company(other_service):
    line = refusal("demo", "--url", other_service, "--key", "a")
    assert line.startswith("Escucha: the demo company does not live in this house")


def test_a_definition_that_is_nested_too_deep_is_named(tmp_path):
    path = tmp_path / "deep.yaml"
    path.write_text("[" * 3000 + "]" * 3000)
    words = (str(path), "--url", "http://127.0.0.1:9", "--key", "a")
    assert escucha("publish", "survey", *words).stderr.startswith(f"Escucha: {path} is not YAML")
    mapped = escucha("import", "rows.csv", "--mapping", *words)
    assert mapped.stderr.startswith(f"Escucha: {path} is not YAML")


@pytest.mark.parametrize("text", ["&a [*a]\n", "2026-01-01: now\n"])
def test_a_definition_that_is_no_json_is_one_line(tmp_path, text):
    path = tmp_path / "survey.yaml"
    path.write_text(text)
    words = ("publish", "survey", str(path), "--url", "http://127.0.0.1:9", "--key", "a")
    outcome = escucha(*words)
    assert (outcome.exit_code, type(outcome.exception)) == (1, SystemExit)
    assert outcome.stderr.startswith(f"Escucha: {path} holds what can't be said in JSON\n")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "SURVEY_DATABASE_URL is empty."),
        ("nonsense", "the database of survey can't be used: "),
        ("postgresql://127.0.0.1:9/x", "the database of survey does not answer: "),
    ],
)
def test_a_database_that_cannot_be_reached_is_one_line(monkeypatch, url, said):
    monkeypatch.setenv("SURVEY_DATABASE_URL", url)
    assert refusal("keys", "list", "--service", "survey").startswith(f"Escucha: {said}")


def test_a_database_that_is_not_ours_yet_is_one_line(databases, monkeypatch):
    with databases.empty() as url:
        monkeypatch.setenv("SURVEY_DATABASE_URL", url)
        line = refusal("keys", "list", "--service", "survey")
    assert line == 'Escucha: the database of survey can\'t be used: relation "api_keys" does not exist'
