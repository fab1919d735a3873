"""Customers come in from a file: bad rows are told and stop nothing, and twice imported is once there."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from escucha.importing.mapping import read_mapping
from escucha.importing.rows import read_rows
from escucha.importing.send import Outcome, send
from escucha.problem import Problem
from shared import db
from support.apps import Running

EXAMPLES = Path(__file__).parents[3] / "docs/examples"
MAPPING = {
    "kind": "customers",
    "customer": {"column": "id"},
    "email": {"column": "email"},
    "name": {"column": "name"},
    "language": {"column": "language", "values": {"Spanish": "es", "English": "en"}},
    "time_zone": {"value": "Europe/Madrid"},
}


@pytest.fixture
def crm(survey: Running) -> dict[str, str]:
    return survey.key("customers:write", "customers:read")


def bring(survey: Running, key: dict[str, str], file: Path, mapping: Path) -> Outcome:
    plan = read_mapping(mapping)
    transport = httpx.WSGITransport(app=survey.app)
    with httpx.Client(transport=transport, base_url="http://localhost", headers=key) as client:
        return send(read_rows(file, plan.columns, plan.skip_rows), plan, client, lambda _: None)


def write(folder: Path, lines: list[str], mapping: dict[str, Any] = MAPPING, suffix: str = "csv"):
    file, plan = folder / f"people.{suffix}", folder / "people.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    plan.write_text(yaml.safe_dump(mapping))
    return file, plan


def count(survey: Running) -> int:
    with survey.service.read() as connection:
        return db.count(connection, b"SELECT count(*) FROM customers")


def test_the_example_comes_in_but_for_its_bad_row(survey, crm):
    outcome = bring(survey, crm, EXAMPLES / "customers.csv", EXAMPLES / "customers.yaml")
    assert (outcome.accepted, outcome.rejected) == (3, [(5, "email: Not a valid email address.")])
    shown = survey.get("/survey/v1/customers/c-1002", crm).json
    assert (shown["email"], shown["language"], shown["time_zone"]) == (
        "bruno@example.com",
        "pt",
        "America/Sao_Paulo",
    )


def test_bad_rows_are_told_by_line_and_reason_among_many_good_ones(survey, crm, tmp_path):
    lines = ["id,email,name,language"]
    lines += [f"c{number},c{number}@example.com,Customer {number},Spanish" for number in range(2, 1200)]
    lines[100] = "c100,nobody,Customer,Spanish"
    lines[200] = ",c@example.com,Customer,Spanish"
    lines[300] = "c300,c@example.com,Customer,Klingon"
    lines[700] = f"c700,nobody,{'x' * 300},English"
    lines[900] = "c900,c@example.com"
    outcome = bring(survey, crm, *write(tmp_path, lines))
    assert [line for line, _ in outcome.rejected] == [101, 201, 301, 701, 901]
    reasons = dict(outcome.rejected)
    assert reasons[101] == "email: Not a valid email address."
    assert reasons[201] == "there is no customer's key"
    assert reasons[301] == "language: the mapping does not say what 'Klingon' means"
    assert "email: Not a valid email address." in reasons[701]
    assert "name: " in reasons[701]
    assert outcome.accepted == count(survey) == 1198 - 5


def test_twice_imported_is_once_there_and_an_empty_cell_changes_nothing(survey, crm, tmp_path):
    head = "id,email,name,language"
    first = write(tmp_path, [head, "ana,ana@example.com,Ana,Spanish", "bruno,b@example.com,,"])
    assert bring(survey, crm, *first).accepted == 2
    assert bring(survey, crm, *first).accepted == 2
    assert count(survey) == 2
    bring(survey, crm, *write(tmp_path, [head, "ana,,,English", "ana,ana@new.example,,"]))
    shown = survey.get("/survey/v1/customers/ana", crm).json
    assert (shown["email"], shown["name"], shown["language"]) == ("ana@new.example", "Ana", "en")


def test_json_lines_come_in_too(survey, crm, tmp_path):
    rows = [{"id": 7, "email": "ana@example.com", "name": "Ana"}, {"email": "b@example.com"}]
    outcome = bring(survey, crm, *write(tmp_path, [json.dumps(row) for row in rows], suffix="jsonl"))
    assert outcome.accepted == 1
    assert outcome.rejected == [(2, "there is no customer's key")]
    assert survey.get("/survey/v1/customers/7", crm).json["email"] == "ana@example.com"


def test_a_row_that_only_the_database_refuses_stops_no_other(survey, crm, tmp_path):
    mapping = {"kind": "customers", "customer": {"column": "id"}, "language": {"column": "language"}}
    rows = [
        {"id": "ana", "language": "es"},
        {"id": "bruno", "language": "p\0"},
        {"id": "carla", "language": "en"},
    ]
    outcome = bring(survey, crm, *write(tmp_path, [json.dumps(row) for row in rows], mapping, "jsonl"))
    assert outcome.accepted == count(survey) == 2
    assert [line for line, _ in outcome.rejected] == [2]


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"kind": "customers"}, "customer: Missing data"),
        ({**MAPPING, "survey": "visits"}, "survey: Unknown field"),
        ({**MAPPING, "kind": "people"}, "kind: "),
    ],
)
def test_a_mapping_that_does_not_fit_is_told(tmp_path, mapping, said):
    _, plan = write(tmp_path, [], mapping)
    with pytest.raises(Problem) as problem:
        read_mapping(plan)
    assert said in str(problem.value) + str(getattr(problem.value, "detail", ""))


def test_without_the_scope_nothing_comes_in(survey, tmp_path):
    file, plan = write(tmp_path, ["id,email,name,language", "ana,,,"])
    with pytest.raises(Problem, match="scope"):
        bring(survey, survey.key("responses:write"), file, plan)
