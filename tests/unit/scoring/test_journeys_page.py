"""docs/journeys.md: each worked example comes out as it is printed."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from scoring.domain.conformance import align
from scoring.domain.contacts import contacts_of
from scoring.domain.first_months import month_end
from scoring.domain.journey_selections import CaseSelection, CaseSizes, hidden_groups, protected
from scoring.domain.journey_views import handoffs
from scoring.domain.outcomes import holm
from scoring.domain.sources import age
from scoring.domain.survival import Fate, Waits, curve
from scoring.domain.variants import Variant, edges
from unit.scoring.journeys import happened, join

PAGE = Path(__file__).parents[3] / "docs/journeys.md"
EXAMPLES = [
    yaml.safe_load(block)
    for block in re.findall(r"^```example\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
]
FATES = {"waiting": Fate.CENSORED, "reached": Fate.REACHED, "left": Fate.LEFT}


def work_out(example: dict[str, Any]) -> Any:
    match example["formula"]:
        case "edges":
            found = edges(Variant(tuple(path.split()), n) for path, n in example["cases"].items())
            return {f"{edge.source} {edge.target}": edge.n for edge in found if edge.source and edge.target}
        case "fitness":
            alignment = align(join().stages, example["path"].split())
            assert (alignment.cost, alignment.worst) == (example["cost"], example["worst"])
            return round(float(alignment.fitness), 4)
        case "reached":
            reached = curve(Waits.of(example["days"], [FATES[fate] for fate in example["fates"]]))
            assert reached.median == example["median"]
            points = {day: reached.at(day) for day in example["gives"]}
            return {day: round(point.value, 4) for day, point in points.items() if point}
        case "holm":
            return [round(p, 4) for p in holm(example["p"])]
        case "lost":
            place = ("sales", "operations")
            (handoff,) = handoffs([Variant(place, example["made"])], {}, {place: example["lost"]}, ())
            assert handoff.lost.shown
            return handoff.lost.value
        case "alone":
            calls = [happened("call_help", day, intent=intent) for day, intent in example["contacts"]]
            found_contacts = contacts_of(join(), calls)
            window = example["window_days"]
            alone = [c for c in found_contacts if not c.again_at or (c.again_at - c.at).days > window]
            return [len(alone), len(found_contacts)]
        case "hidden":
            sizes: CaseSizes = {(channel, None): n for channel, n in example["cases"].items()}
            assert not protected(CaseSelection("join"), sizes).hidden
            return sorted(hidden_groups(CaseSelection("join"), "channel", example["cases"], sizes))
        case "age":
            told = age(np.array(example["days"]) * 86400, example["fresh_days"])
            assert told.fresh
            assert told.fresh.shown
            return {
                **{name: getattr(told, name) for name in ("n", "median", "low", "high")},
                "fresh": told.fresh.value,
            }
        case "month_end":
            return month_end(datetime.fromisoformat(example["sold_at"]), example["time_zone"]).isoformat()
    raise AssertionError(f"nobody knows how to work out {example['formula']!r}")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["formula"]))
def test_a_worked_example_comes_out_as_it_is_printed(example: dict[str, Any]) -> None:
    assert work_out(example) == example["gives"]


def test_every_block_was_read() -> None:
    assert len(EXAMPLES) == PAGE.read_text("utf-8").count("```example") == 12
