"""Every statement in a .sql file is one that PostgreSQL can plan against the migrated schema."""

import re
from pathlib import Path

import psycopg
import pytest

from shared.db import statements
from support.databases import PACKAGES, Databases

ROOT = Path(__file__).parents[2]
# These are run, since PostgreSQL plans neither a definition nor a lock.
RUN = re.compile(rb"^(CREATE TABLE|LOCK TABLE)\b", re.MULTILINE)


def sql_files(package: str) -> list[tuple[str, str]]:
    places = [ROOT / "shared/src", *ROOT.glob("services/*/src")]
    found = []
    for place in places:
        for path in sorted(place.rglob("*.sql")):
            module = path.relative_to(place).with_suffix("").parts
            if module[0] in ("shared", package) and "migrations" not in module:
                found.append((".".join(module[:-1]), module[-1]))
    return found


def numbered(statement: bytes) -> str:
    """psycopg's %(name)s as the $1 of PREPARE."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return re.sub(r"%\((\w+)\)s", number, statement.decode()).replace("%%", "%")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_statement_can_be_planned(databases: Databases, package: str):
    files = sql_files(package)
    assert files
    with databases.copy(package) as url, psycopg.connect(url) as connection:
        for module, name in files:
            for key, statement in statements(module, name).items():
                try:
                    if RUN.search(statement):
                        connection.execute(statement)
                        continue
                    connection.execute(f"PREPARE planned AS {numbered(statement)}".encode())
                    connection.execute("DEALLOCATE planned")
                except psycopg.Error as error:
                    pytest.fail(f"{module}/{name}.sql {key}: {error}")
