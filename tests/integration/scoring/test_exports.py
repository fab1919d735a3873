"""Exports: what the API says, as files that do no harm and hide what must be hidden."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest

from integration.scoring.conftest import Tell
from integration.scoring.test_journey_figures import many
from integration.scoring.test_journey_pages import LOOKUP, town, walked
from shared.clock import now
from support.apps import Running
from support.journeys import STEPS
from support.told import nps_values, received, several, submitted

EXPORTS = "/scoring/v1/exports"
FIGURES = ("cases", "edges", "variants", "conformance", "handoffs", "dropoff", "sources", "outcomes")


@pytest.fixture
def key(scoring: Running) -> dict[str, str]:
    return scoring.key("scores:read", "journeys:read")


def rows(scoring: Running, key: dict[str, str], path: str) -> list[dict[str, Any]]:
    """The export as JSON lines, after its CSV was seen to say the same."""
    join = "&" if "?" in path else "?"
    text, lines = (scoring.get(f"{EXPORTS}/{path}{join}format={kind}", key) for kind in ("csv", "jsonl"))
    assert (text.status_code, lines.status_code) == (200, 200), text.text
    assert text.content_type == "text/csv; charset=utf-8"
    assert text.headers["Content-Disposition"].endswith('.csv"')
    found: list[dict[str, Any]] = [json.loads(line) for line in lines.text.splitlines()]
    table = list(csv.DictReader(io.StringIO(text.text)))
    assert [list(row) for row in table] == [list(row) for row in found]
    for in_table, in_line in zip(table, found, strict=True):
        for name, value in in_line.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                assert float(in_table[name]) == value
    return found


def test_scores_are_exported_as_the_api_says_them(scoring: Running, tell: Tell, key: dict[str, str]) -> None:
    at = now() - timedelta(days=2)
    tell(several("ana", nps_values(20, 30, 50), at=at, channel="phone"))
    tell(several("bruno", [9, 9, 9], at=at, channel="web"))
    query = "scores?measure=nps&by=channel"
    said = scoring.get(f"/scoring/v1/{query}", key).json["items"]
    found = rows(scoring, key, query)
    assert [row["channel"] for row in found] == [item["slice"]["channel"] for item in said]
    for row, item in zip(found, said, strict=True):
        (statistic,) = item["statistics"]
        assert {name: row[name] for name in ("shown", "value", "low", "n")} == {
            name: statistic.get(name) for name in ("shown", "value", "low", "n")
        }
    hidden = [row for row in found if not row["shown"]]
    assert hidden
    assert all(row["value"] is row["n"] is None for row in hidden)


def test_trends_and_comparisons_are_exported(scoring: Running, tell: Tell, key: dict[str, str]) -> None:
    for days in (2, 20):
        at = now() - timedelta(days=days)
        tell(several(f"ana-{days}", nps_values(20, 30, 50), at=at, channel="phone"))
        tell(several(f"bruno-{days}", nps_values(50, 30, 20), at=at, channel="web"))
    trend = rows(scoring, key, "trends?measure=nps&every=day")
    assert [row["n"] for row in trend] == [200, 200]
    assert {row["verdict"] for row in trend} == {"noise"}
    compared = rows(scoring, key, "comparisons?measure=nps&by=channel&against=rest")
    (phone,) = [row for row in compared if row["channel"] == "phone"]
    assert (phone["difference_value"], phone["difference_verdict"]) == (60.0, "better")
    assert "Channel phone is better than all others" in phone["sentence_en"]


@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_of_a_journey_is_exported(
    scoring: Running, tell: Tell, key: dict[str, str], figure: str
) -> None:
    walked(scoring, tell, *town())
    found = rows(scoring, key, f"journeys/join/{figure}")
    assert found
    if figure == "outcomes":
        (succeeded,) = [row for row in found if row["outcome"] == "succeeded"]
        assert (succeeded["value"], succeeded["n"]) == (0.5, 40)
    if figure == "variants":
        assert found[0]["cases"] == 20
    by_phone = rows(scoring, key, f"journeys/join/{figure}?channel=phone")
    assert by_phone != found
    nobody = rows(scoring, key, f"journeys/join/{figure}?channel=nowhere")
    assert [row for row in nobody if row.get("shown", True)] == []


@pytest.mark.parametrize("figure", FIGURES)
def test_a_file_hides_the_channels_that_would_give_a_small_one_away(
    scoring: Running, tell: Tell, key: dict[str, str], figure: str
) -> None:
    """Three began in a shop, six by phone; both look like a channel in which nobody began."""
    walked(scoring, tell, *town(), *many("few", 3, *STEPS, channel="shop", attributes={"lookups": [LOOKUP]}))
    nobody = rows(scoring, key, f"journeys/join/{figure}?channel=nowhere")
    for channel in ("shop", "phone"):
        assert rows(scoring, key, f"journeys/join/{figure}?channel={channel}") == nobody
    assert rows(scoring, key, f"journeys/join/{figure}?channel=web") != nobody


def test_an_attribute_with_the_name_of_a_column_stands_in_a_column_of_its_own(
    scoring: Running, tell: Tell, key: dict[str, str]
) -> None:
    declaring = scoring.key("dimensions:write")
    assert scoring.post("/scoring/v1/dimensions", {"attributes": ["unit"]}, declaring).status_code == 200
    for number in range(6):
        touchpoint = {"source": "/crm", "id": f"call-{number}", "type": "contact.closed"}
        at = now() - timedelta(days=2)
        tell([received(f"call-{number}", at=at, unit="north")])
        tell([submitted(f"call-{number}", at=at, nps=9, touchpoint=touchpoint)])
    (row,) = rows(scoring, key, "scores?measure=nps&by=unit")
    assert (row["by_unit"], row["unit"], row["n"]) == ("north", "points", 6)
    (compared,) = rows(scoring, key, "comparisons?measure=nps&by=unit&against=rest")
    assert compared["unit"] == "north"


def test_no_cell_begins_a_formula(scoring: Running, tell: Tell, key: dict[str, str]) -> None:
    tell(several("ana", [9] * 6, at=now(), channel="=HYPERLINK(1)"))
    text = scoring.get(f"{EXPORTS}/scores?measure=nps&by=channel", key).text
    assert "'=HYPERLINK(1)" in text
    (row,) = csv.DictReader(io.StringIO(text))
    assert float(row["low"]) > 0


def test_exports_refuse_what_the_api_refuses(scoring: Running, key: dict[str, str]) -> None:
    for path in (
        "scores?measure=wealth",
        "scores?measure=nps&by=colour",
        "scores?measure=nps&chanel=phone",
        "journeys/join/cases?chanel=phone",
        "comparisons?measure=nps&against=rest",
        "trends?measure=nps&format=xls",
    ):
        assert scoring.get(f"{EXPORTS}/{path}", key).status_code == 422, path
    assert scoring.get(f"{EXPORTS}/journeys/nobodys/cases", key).status_code == 404
    assert scoring.get(f"{EXPORTS}/journeys/join/secrets", key).status_code == 404
    stranger = scoring.key("plans:read")
    for path in ("scores?measure=nps", "journeys/join/cases"):
        assert scoring.get(f"{EXPORTS}/{path}", stranger).status_code == 403
