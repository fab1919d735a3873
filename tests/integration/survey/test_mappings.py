"""The ready mappings: the files of other tools come in as they are, every answer with its day and its words."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from escucha.importing.mapping import read_mapping
from escucha.importing.rows import read_rows
from escucha.importing.send import Outcome, send
from support.apps import Running

FOLDER = Path(__file__).parents[3] / "docs/examples/mappings"
TOOLS = {
    "delighted": [
        ("2026-11-02T09:15:00+00:00", 9, "Quick, and friendly."),
        ("2026-11-02T10:40:31+00:00", 3, "The invoice was wrong twice."),
        ("2026-11-03T18:01:02+00:00", 7, None),
    ],
    "typeform": [
        ("2026-11-05T08:01:00+00:00", 10, "I would do it again."),
        ("2026-11-05T12:33:09+00:00", 2, "Nobody answers the phone."),
        ("2026-11-06T21:10:20+00:00", 8, None),
    ],
    "google-forms": [
        ("2026-11-07T08:05:13+00:00", 9, "Muy amables."),
        ("2026-11-07T16:45:59+00:00", 1, "Esperé tres semanas,\ny nadie avisó."),
        ("2026-11-08T10:00:00+00:00", 7, None),
    ],
    "qualtrics": [
        ("2026-11-09T14:01:31+00:00", 10, "Todo perfecto."),
        ("2026-11-09T16:22:06+00:00", 4, "It took four calls."),
        ("2026-11-10T22:00:41+00:00", 8, None),
    ],
}
# Trials, and forms that nobody finished.
LEFT_OUT = {"typeform": 1, "qualtrics": 2}


@pytest.fixture
def admin(survey: Running) -> dict[str, str]:
    key = survey.key("surveys:write", "responses:read", "responses:write")
    definition = yaml.safe_load((FOLDER / "survey.yaml").read_text(encoding="utf-8"))
    assert survey.post("/survey/v1/surveys", definition, key).status_code == 200
    return key


def bring(survey: Running, admin: dict[str, str], tool: str) -> Outcome:
    mapping = read_mapping(FOLDER / f"{tool}.yaml")
    rows = read_rows(FOLDER / f"{tool}.csv", mapping.columns, mapping.skip_rows)
    transport = httpx.WSGITransport(app=survey.app)
    with httpx.Client(transport=transport, base_url="http://localhost", headers=admin) as client:
        return send(rows, mapping, client, lambda _: None)


def kept(survey: Running, admin: dict[str, str]) -> list[dict[str, Any]]:
    items = survey.get("/survey/v1/responses", admin).json["items"]
    return sorted(items, key=lambda item: str(item["submitted_at"]))


def test_every_mapping_is_tested_here():
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(TOOLS)
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {*TOOLS, "survey"}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_file_of_this_tool_comes_in_whole_and_once(survey, admin, tool):
    outcome = bring(survey, admin, tool)
    assert (outcome.accepted, outcome.rejected, outcome.left_out) == (3, [], LEFT_OUT.get(tool, 0))
    assert [
        (item["submitted_at"], item["answers"].get("recommend"), item["answers"].get("comment"))
        for item in kept(survey, admin)
    ] == TOOLS[tool]
    again = bring(survey, admin, tool)
    assert (again.accepted, again.duplicates) == (0, 3)


def test_qualtrics_knows_the_customer_the_channel_and_the_language(survey, admin):
    bring(survey, admin, "qualtrics")
    items = kept(survey, admin)
    assert [item["customer_key"] for item in items] == ["c-1", "c-2", None]
    assert [item["language"] for item in items] == ["es", "en", "pt"]
    assert [item["context"]["channel"] for item in items] == ["email", "email", "anonymous"]
