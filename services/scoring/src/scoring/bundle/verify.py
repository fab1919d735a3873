"""Verify a bundle of locked scorecards with Python's standard library alone: `python verify.py` beside the files."""

import hashlib
import json
import pathlib
import sys
from fractions import Fraction
from typing import Any


def check(holds: bool, what: object) -> None:
    if not holds:
        sys.exit(f"NOT VERIFIED: {what}")


def state_of(rail: dict[str, Any], measured: dict[str, Any] | None, directions: dict[str, str]) -> str:
    """Whether a guardrail holds; of a rating its scale says which way is better."""
    if measured is None:
        return "not measurable"
    measure = rail["measure"]
    lower = directions[measure["kind"]] == "lower is better" or measure.get("definition", "").endswith(
        "-lower"
    )
    beyond = Fraction(measured["value"]) - Fraction(rail["limit"])
    return "holds" if (-beyond if lower else beyond) >= 0 else "broken"


folder = pathlib.Path(__file__).parent
previous: str | None = None
cards: list[dict[str, Any]] = []
for path in sorted(folder.glob("scorecard-*.json")):
    text = path.read_bytes()
    card = json.loads(text)
    check(card["previous"] == previous and card["number"] == len(cards) + 1, f"{path.name}: out of the chain")
    previous = hashlib.sha256(text).hexdigest()
    cards.append(card)
check(
    previous == (folder / "SHA-256").read_text().strip(),
    "the last text does not have the hash it was locked with",
)

for card in cards:
    plan, rails = card["plan"], card["plan"]["guardrails"]
    rules, quota = plan.get("rules", 1), plan.get("immersions")
    directions = {one["key"]: one["direction"] for one in card.get("measures", [])}
    found = {json.dumps(one["measure"], sort_keys=True): one for one in card["findings"]}
    for one in card["findings"]:
        counts, estimate = one["counts"], one["estimate"]
        if estimate and "top" in counts:
            net = {
                "points": 100 * (counts["top"] - counts["low"]),
                "share": counts["top"],
                "mean": counts["total"],
            }
            check(Fraction(net[estimate["unit"]], counts["n"]) == Fraction(estimate["value"]), one["measure"])
    for person, paid in zip(plan["people"], card["result"], strict=True):
        earned = Fraction(0)
        for line, told in zip(plan["lines"], paid["lines"], strict=True):
            curve = {name: Fraction(value) for name, value in line["curve"].items()}
            measured = found[json.dumps(told["measure"], sort_keys=True)]["estimate"]
            percent = Fraction(0)
            if told["unpaid"] is None:
                sign = 1 if curve["maximum"] > curve["target"] else -1
                worse = Fraction(measured["low" if sign > 0 else "high"])
                value = sign * (worse if line["pays_on"] == "lower_bound" else Fraction(measured["value"]))
                marks = [
                    (sign * curve[name], curve[f"percent_at_{name}"])
                    for name in ("threshold", "target", "maximum")
                ]
                if value >= marks[2][0]:
                    percent = marks[2][1]
                elif value >= marks[0][0]:
                    (x0, y0), (x1, y1) = marks[0:2] if value < marks[1][0] else marks[1:3]
                    percent = y0 + (y1 - y0) * (value - x0) / (x1 - x0)
            check(percent == Fraction(told["percent"]), f"{person['name']}: {told['measure']}")
            earned += Fraction(line["weight"]) * percent / 100
        most = [Fraction(plan["cap"])]
        for rail, state in zip(rails, paid["guardrails"], strict=True):
            if rules > 1:
                measured = found[json.dumps(rail["measure"], sort_keys=True)]["estimate"]
                check(state == state_of(rail, measured, directions), f"guardrail {rail['measure']}")
            if state == "not measurable":
                most.append(Fraction(0))
            elif state not in (True, "holds"):
                most.append(Fraction(rail["pays_at_most"]))
        if quota:
            had = len(card["immersions"].get(person["name"], []))
            check(had == paid["immersions"], f"{person['name']}: immersions")
            if had < quota["n"]:
                most.append(Fraction(quota["pays_at_most"]))
        points = min([earned, *most])
        check(points == Fraction(paid["points"]), f"{person['name']}: points")
        check(paid["amount"] == round(person["target_bonus"] * points / 100), f"{person['name']}: amount")
        check(paid["amount"] == sum(line["amount"] for line in paid["lines"]), f"{person['name']}: lines")
sys.stdout.write(
    f"{len(cards)} scorecards: the chain is whole, every result follows from its facts. Hash: {previous}\n"
)
