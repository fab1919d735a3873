"""Predictions of who is at risk never enter a score or pay: nothing else reads them, in Python or in SQL."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCORING = ROOT / "services/scoring/src/scoring"
OTHERS = [
    path
    for path in sorted(SCORING.rglob("*.sql"))
    if path.parent.name != "migrations" and not path.stem.startswith("at_risk_")
]
CONTRACT = next(
    contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
    if contract["type"] == "protected" and "scoring.api.at_risk" in contract["protected_modules"]
)


def test_whatever_is_named_at_risk_is_protected_by_the_contract():
    modules = {
        ".".join(path.relative_to(SCORING.parent).with_suffix("").parts)
        for path in SCORING.rglob("*.py")
        if "at_risk" in path.stem
    }
    assert len(modules) > 10
    assert modules <= set(CONTRACT["protected_modules"])


def test_only_wiring_and_the_erasure_may_import_it():
    others = set(CONTRACT["allowed_importers"]) - set(CONTRACT["protected_modules"])
    assert others == {"scoring.app", "scoring.jobs", "scoring.use_cases.forget_journeys"}


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_no_other_statement_names_its_tables(path: Path):
    assert re.findall(r"\bat_risk_\w+", path.read_text(encoding="utf-8")) == []


def test_the_tables_that_are_looked_for_are_all_there_are():
    migration = (SCORING / "migrations/0010_at_risk.sql").read_text(encoding="utf-8")
    tables = re.findall(r"^CREATE TABLE (\w+)", migration, re.MULTILINE)
    assert tables
    assert all(table.startswith("at_risk_") for table in tables)
