"""A PostgreSQL of one's own, in every way that its address can be written."""

from urllib.parse import quote, urlencode

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from escucha.launch.external import ensure_databases
from support.databases import Databases


@pytest.mark.parametrize("named", ["//{user}:{password}@{host}:{port}/postgres", "///postgres?{words}"])
def test_the_databases_are_made_and_found_again_however_the_server_is_named(
    databases: Databases, named: str
) -> None:
    told = conninfo_to_dict(databases.url("postgres"))
    parts = {name: str(told[name]) for name in ("user", "password", "host", "port")}
    quoted = {name: quote(value, safe="") for name, value in parts.items()}
    server = "postgresql:" + named.format(**quoted, words=urlencode(parts))
    urls = ensure_databases(server, ["one_of_ours"])
    try:
        assert ensure_databases(server, ["one_of_ours"]) == urls
        with psycopg.connect(urls["one_of_ours"]) as connection:
            assert connection.info.dbname == "one_of_ours"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("DROP DATABASE one_of_ours")
