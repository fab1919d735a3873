"""Every setting that the code reads is in docs/settings.md, with who reads it and its default, and no other is."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from shared.settings import Environment

ROOT = Path(__file__).parents[2]
READERS = {
    "shared": "shared/src",
    "survey": "services/survey/src",
    "feedback-router": "services/feedback-router/src",
    "scoring": "services/scoring/src",
    "front": "front/src",
}
GETTERS = {name for name in vars(Environment) if not name.startswith("_")}
THE_SYSTEMS_OWN = {"PATH"}
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| (\S[^|]+) \|$")


@dataclass(frozen=True)
class Reading:
    """One place that reads a setting; `name` is a pattern, since the code may put names together."""

    name: str
    reader: str
    place: str
    default: str | None
    strict: bool


@dataclass(frozen=True)
class Row:
    """One setting as it is documented."""

    readers: frozenset[str]
    default: str


@pytest.fixture(scope="module")
def documented() -> dict[str, Row]:
    rows = {}
    for line in (ROOT / "docs/settings.md").read_text(encoding="utf-8").splitlines():
        if match := ROW.match(line):
            assert match[1] not in rows, f"{match[1]} is there twice"
            rows[match[1]] = Row(frozenset(match[2].split(", ")), match[3].strip("`"))
    return rows


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    found = []
    for reader, folder in READERS.items():
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path != ROOT / "shared/src/shared/settings.py":
                place = str(path.relative_to(ROOT))
                for name, default, strict in read_in(ast.parse(path.read_text(encoding="utf-8"))):
                    found.append(Reading(name, reader, place, default, strict))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name, default in re.findall(r"^(\w+) \?= (\S+)$", makefile, re.MULTILINE):
        found.append(Reading(name, "make", "Makefile", default, False))
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for name, default in re.findall(r"\$\{(\w+):-([^${}]+)", compose):
        found.append(Reading(name, "compose", "docker-compose.yml", default, False))
    found += [
        Reading(name, "compose", "docker-compose.yml", None, False)
        for name in re.findall(r"(?<!\$)\$\{?([A-Za-z]\w*)", compose)
    ]
    return [reading for reading in found if reading.name not in THE_SYSTEMS_OWN]


def read_in(module: ast.Module) -> Iterator[tuple[str, str | None, bool]]:
    """The settings that a module reads: a pattern for the name, the default, and whether it must be there."""
    values = {
        target.id: node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=method), args=[name, *rest]) if (
                is_ours(owner, values) and method in GETTERS
            ):
                yield from readable(name, values, rest[0] if rest else None, strict=not rest)
            case ast.Call(func=ast.Attribute(value=owner, attr="get" | "pop"), args=[name, *rest]) if (
                ast.unparse(owner) == "os.environ"
            ):
                yield from readable(name, values, rest[0] if rest else None, strict=False)
            case ast.Call(func=function, args=[name, *_]) if ast.unparse(function) == "os.getenv":
                yield from readable(name, values, None, strict=False)
            case ast.Subscript(value=owner, slice=name) if ast.unparse(owner) == "os.environ":
                yield from readable(name, values, None, strict=False)
            case ast.Compare(left=name, ops=[ast.In() | ast.NotIn()], comparators=[owner]) if (
                ast.unparse(owner) == "os.environ"
            ):
                yield from readable(name, values, None, strict=False)
            case ast.keyword(arg="envvar", value=name):
                yield from readable(name, values, None, strict=False)
            case _:
                pass


def is_ours(owner: ast.expr, values: dict[str, ast.expr]) -> bool:
    """Whether the expression is an Environment."""
    if isinstance(owner, ast.Name):
        owner = values.get(owner.id, owner)
    return isinstance(owner, ast.Call) and ast.unparse(owner.func) == "Environment"


def readable(
    name: ast.expr, values: dict[str, ast.expr], default: ast.expr | None, *, strict: bool
) -> Iterator[tuple[str, str | None, bool]]:
    if isinstance(name, ast.Name):
        name = values.get(name.id, name)
    fallback = default.value if isinstance(default, ast.Constant) else None
    match name:
        case ast.Constant(value=str(text)):
            yield re.escape(text), fallback if isinstance(fallback, str) else None, strict
        case ast.JoinedStr(values=parts):
            pattern = "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in parts
            )
            if not pattern.endswith("_FILE"):
                yield pattern, None, False
        case _:
            raise AssertionError(f"nobody can tell which setting {ast.unparse(name)} is")


def names_of(reading: Reading, documented: dict[str, Row]) -> set[str]:
    return {name for name in documented if re.fullmatch(reading.name, name)}


def test_settings_are_found_where_they_are_read(readings: list[Reading]) -> None:
    found = {(reading.name, reading.reader) for reading in readings}
    assert {("SECRET_KEY", reader) for reader in READERS if reader != "shared"} <= found
    assert {
        ("REDIS_URL", "shared"),
        ("PROMETHEUS_MULTIPROC_DIR", "shared"),
        ("ESCUCHA_URL", "front"),
    } <= found
    assert {("DATA_DIR", "make"), ("PUBLIC_URL", "compose")} <= found


def test_every_setting_that_is_read_is_documented(
    readings: list[Reading], documented: dict[str, Row]
) -> None:
    missing = {
        f"{reading.name} ({reading.place})" for reading in readings if not names_of(reading, documented)
    }
    assert missing == set()


def test_every_documented_setting_names_all_who_read_it(
    readings: list[Reading], documented: dict[str, Row]
) -> None:
    readers: dict[str, set[str]] = {name: set() for name in documented}
    for reading in readings:
        for name in names_of(reading, documented):
            readers[name].add(reading.reader)
    assert {name: sorted(row.readers) for name, row in documented.items()} == {
        name: sorted(found) for name, found in readers.items()
    }


def test_defaults_are_those_of_the_code(readings: list[Reading], documented: dict[str, Row]) -> None:
    for reading in readings:
        for name in names_of(reading, documented):
            stated = documented[name].default
            if reading.strict:
                assert stated == "required", f"{name} has no default in {reading.place}"
            elif reading.default is not None and (reading.reader in READERS or stated != "required"):
                assert stated == reading.default, f"{name} has another default in {reading.place}"


def test_required_settings_are_required(readings: list[Reading], documented: dict[str, Row]) -> None:
    strict = {name for reading in readings if reading.strict for name in names_of(reading, documented)}
    assert {name for name, row in documented.items() if row.default == "required"} == strict


def test_settings_are_in_order(documented: dict[str, Row]) -> None:
    assert list(documented) == sorted(documented)


def test_containers_are_told_documented_settings_only(documented: dict[str, Row]) -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    told = {
        name.removesuffix("_FILE")
        for service in compose["services"].values()
        if service.get("build")
        for name in service.get("environment", {})
    }
    assert told
    assert told <= documented.keys()
