"""Past answers arrive in all three services, each once, and the counts agree exactly."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from support.counts import comments, responses

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
ESCUCHA = Path(sys.executable).parent / "escucha"

CARE = {
    "key": "care",
    "languages": ["en"],
    "title": {"en": "Your care"},
    "questions": [
        {"key": "rating", "type": "csat", "text": {"en": "How was it?"}},
        {"key": "comment", "type": "text", "text": {"en": "What should we know?"}},
    ],
}
CARE_MAPPING = {
    "survey": "care",
    "source": "care-2020",
    "submitted_at": {"value": "2020-06-01T12:00:00"},
    "language": {"value": "en"},
    "owner": {"column": "organisation"},
    "answers": {"rating": {"column": "rating"}, "comment": {"column": "answer"}},
}
MONEY = {
    "key": "money",
    "languages": ["en"],
    "title": {"en": "Your complaint"},
    "questions": [{"key": "narrative", "type": "text", "text": {"en": "What happened?"}}],
}
MONEY_MAPPING = {
    "survey": "money",
    "source": "money-2026",
    "submitted_at": {"column": "date_received", "format": "%Y-%m-%d"},
    "language": {"value": "en"},
    "stage": {"column": "product"},
    "answers": {"narrative": {"column": "narrative"}},
}


def run_import(town, tmp_path, file, mapping):
    path = tmp_path / "mapping.yaml"
    path.write_text(yaml.safe_dump(mapping))
    key = town.admin["Authorization"].removeprefix("Bearer ")
    command = [ESCUCHA, "import", file, "--mapping", path, "--url", town.house.url("survey"), "--key", key]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=280)


def agree(town, survey, responded, commented):
    town.house.wait_for(lambda: responses(town.house, survey) == (responded, responded), patience=120)
    town.house.wait_for(lambda: comments(town.house, survey) == (commented, commented), patience=120)


@pytest.mark.parametrize(
    ("name", "survey", "mapping", "score", "text"),
    [
        ("survey_answers_nhs.csv", CARE, CARE_MAPPING, "rating", "answer"),
        ("complaints_cfpb.csv", MONEY, MONEY_MAPPING, None, "narrative"),
    ],
)
def test_every_row_of_real_answers_arrives_everywhere(town, tmp_path, name, survey, mapping, score, text):
    file = DATA / name
    if not file.exists():
        pytest.skip(f"{file} is not here: this test wants real answers, which are not part of the project")
    with file.open(newline="", encoding="utf-8") as open_file:
        rows = list(csv.DictReader(open_file))
    town.house.post("survey", "surveys", survey, town.admin)
    outcome = run_import(town, tmp_path, file, mapping)
    assert outcome.returncode == 0, outcome.stderr
    assert f"{len(rows)} rows: {len(rows)} imported, 0 there already, 0 rejected" in outcome.stdout
    agree(town, survey["key"], len(rows), sum(bool(row[text].strip()) for row in rows))
    again = run_import(town, tmp_path, file, mapping)
    assert f"{len(rows)} rows: 0 imported, {len(rows)} there already" in again.stdout
    if score:
        rated = [int(row[score]) for row in rows if row[score]]
        analyst = town.house.key("scoring", "scores:read")
        totals = town.house.get("scoring", "scores", analyst, measure="csat", survey=survey["key"])["totals"]
        statistics = {item["unit"]: item for item in totals[0]["statistics"]}
        assert statistics["share"]["n"] == len(rated)
        assert statistics["share"]["value"] == pytest.approx(sum(value >= 4 for value in rated) / len(rated))
        assert statistics["mean"]["value"] == pytest.approx(sum(rated) / len(rated))


def test_bad_rows_are_named_by_line_and_reason_and_stop_nothing(town, tmp_path):
    survey = {**CARE, "key": "visits"}
    town.house.post("survey", "surveys", survey, town.admin)
    lines = [
        "id,when,rating,answer",
        "1,2026-01-01,5,Everything was fine.",
        '2,2026-01-01,4,"A comment\nover two lines."',
        "3,2026-01-02,6,Six of five.",
        "4,someday,3,No date.",
        "5,2026-01-02,,",
        "6,2026-01-02,2",
        "7,2026-01-02,2,one,two many",
        "8,2999-01-01,2,From the future.",
        "9,2026-01-03,1,The invoice was wrong.",
        "1,2026-01-01,5,Everything was fine.",
    ]
    file = tmp_path / "visits.csv"
    file.write_bytes("\n".join(lines).encode() + b"\n10,2026-01-04,1,caf\xe9 was cold\n")
    mapping = {
        "survey": "visits",
        "source": "visits",
        "row_id": {"column": "id"},
        "submitted_at": {"column": "when"},
        "time_zone": "America/Bogota",
        "answers": {"rating": {"column": "rating"}, "comment": {"column": "answer"}},
    }
    outcome = run_import(town, tmp_path, file, mapping)
    assert outcome.returncode == 3, outcome.stderr
    assert "11 rows: 3 imported, 1 there already, 7 rejected" in outcome.stdout
    told = [line for line in outcome.stderr.splitlines() if line.startswith("line ")]
    assert told == [
        "line 5: rating: this is not on the question's scale",
        "line 6: when: 'someday' is not a date as the mapping says",
        "line 7: there is no answer at all",
        "line 8: there are fewer cells than the header has",
        "line 9: there are more cells than the header has",
        "line 10: submitted_at: this has not happened yet",
        "line 13: there are bytes that are not UTF-8",
    ]
    agree(town, "visits", 3, 3)


def test_jsonl_is_read_too(town, tmp_path):
    town.house.post("survey", "surveys", {**CARE, "key": "chats"}, town.admin)
    file = tmp_path / "chats.jsonl"
    file.write_text(
        '{"n": 1, "at": "2026-02-01T10:00:00Z", "stars": 4}\nnot json\n[1]\n\n{"n": 2, "stars": 3}\n'
    )
    mapping = {
        "survey": "chats",
        "source": "chats",
        "row_id": {"column": "n"},
        "submitted_at": {"column": "at"},
        "answers": {"rating": {"column": "stars"}},
    }
    outcome = run_import(town, tmp_path, file, mapping)
    assert "4 rows: 1 imported, 0 there already, 3 rejected" in outcome.stdout, outcome.stderr
    assert "line 2: this is not JSON" in outcome.stderr
    assert "line 5: at: there is no date" in outcome.stderr


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"survey": "visits"}, "source: Missing data for required field."),
        ({**CARE_MAPPING, "answers": {"rating": {"column": "stars"}}}, "has no column stars"),
        ({**CARE_MAPPING, "survey": "nothing-like-it"}, "There is no survey 'nothing-like-it' here."),
        ({**CARE_MAPPING, "time_zone": "Mars/Olympus"}, "There is no such time zone."),
    ],
)
def test_a_mapping_that_does_not_fit_is_told_in_one_go(town, tmp_path, mapping, said):
    file = tmp_path / "rows.csv"
    file.write_text("organisation,rating,answer\nA,5,Fine.\n")
    outcome = run_import(town, tmp_path, file, mapping)
    assert outcome.returncode == 1
    assert said in outcome.stderr
    assert "Traceback" not in outcome.stderr
