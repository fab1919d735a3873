"""Verify a bundle of locked scorecards with Python's standard library alone: `python verify.py` beside the files."""

import hashlib
import json
import math
import pathlib
import sys
from fractions import Fraction
from statistics import NormalDist
from typing import Any

Z = NormalDist().inv_cdf(0.975)
ON_ANSWERS = ("nps", "ces", "csat", "rating", "choice")


def check(holds: bool, what: object) -> None:
    if not holds:
        sys.exit(f"NOT VERIFIED: {what}")


def named(measure: dict[str, Any]) -> str:
    return json.dumps(measure, sort_keys=True)


def bounds(unit: str, counts: dict[str, int]) -> tuple[float, float]:
    """Adjusted Wald for a score (Rocks 2016), Wilson for a share."""
    n = counts["n"]
    if unit == "points":
        p, d = (counts["top"] + 0.75) / (n + 3), (counts["low"] + 0.75) / (n + 3)
        centre, margin = p - d, Z * math.sqrt((p + d - (p - d) ** 2) / (n + 3))
        return max(-100.0, 100 * (centre - margin)), min(100.0, 100 * (centre + margin))
    share = counts["top"] / n
    centre = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    margin = Z * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    return max(0.0, centre - margin), min(1.0, centre + margin)


def check_finding(one: dict[str, Any]) -> None:
    """Values follow from counts; so do the bounds of scores and shares, which are kept to six decimals."""
    counts, estimate = one["counts"], one["estimate"]
    if not estimate or "top" not in counts:
        return
    unit, net = estimate["unit"], {"share": counts["top"], "mean": counts["total"]}
    net["points"] = 100 * (counts["top"] - counts["low"])
    check(counts["n"] == estimate["n"], one["measure"])
    check(Fraction(net[unit], counts["n"]) == Fraction(estimate["value"]), one["measure"])
    if unit != "mean":
        low, high = bounds(unit, counts)
        near = abs(low - float(estimate["low"])) < 1e-6 and abs(high - float(estimate["high"])) < 1e-6
        check(near, f"interval of {one['measure']}")


def percent_of(
    line: dict[str, Any], plan: dict[str, Any], one: dict[str, Any]
) -> tuple[Fraction, str | None]:
    """What a line pays, and why it pays nothing."""
    measured, rate, least = one["estimate"], one["response_rate"], plan["minimum_response_rate"]
    if measured is None or measured["n"] < plan["minimum_n"]:
        return Fraction(0), "too few"
    if (
        least
        and line["measure"]["kind"] in ON_ANSWERS
        and (not rate or Fraction(rate["value"]) < Fraction(least))
    ):
        return Fraction(0), "response rate"
    curve = {name: Fraction(value) for name, value in line["curve"].items()}
    sign = 1 if curve["maximum"] > curve["target"] else -1
    worse = sign * Fraction(measured["low" if sign > 0 else "high"])
    if line["pays_on"] == "clear_of_target" and worse < sign * curve["target"]:
        return Fraction(0), "not clear of target"
    value = worse if line["pays_on"] == "lower_bound" else sign * Fraction(measured["value"])
    marks = [(sign * curve[name], curve[f"percent_at_{name}"]) for name in ("threshold", "target", "maximum")]
    if value >= marks[2][0]:
        return marks[2][1], None
    if value < marks[0][0]:
        return Fraction(0), None
    (x0, y0), (x1, y1) = marks[0:2] if value < marks[1][0] else marks[1:3]
    return y0 + (y1 - y0) * (value - x0) / (x1 - x0), None


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


def most_of(card: dict[str, Any], paid: dict[str, Any], found: dict[str, Any]) -> Fraction:
    """The most points that cap, guardrails and immersions leave this person."""
    plan, quota = card["plan"], card["plan"].get("immersions")
    directions = {one["key"]: one["direction"] for one in card.get("measures", [])}
    most = [Fraction(plan["cap"])]
    for rail, state in zip(plan["guardrails"], paid["guardrails"], strict=True):
        if plan.get("rules", 1) > 1:
            measured = found[named(rail["measure"])]["estimate"]
            check(state == state_of(rail, measured, directions), f"guardrail {rail['measure']}")
        if state == "not measurable":
            most.append(Fraction(0))
        elif state not in (True, "holds"):
            most.append(Fraction(rail["pays_at_most"]))
    if quota:
        had = len(card["immersions"].get(paid["name"], []))
        check(had == paid["immersions"], f"{paid['name']}: immersions")
        if had < quota["n"]:
            most.append(Fraction(quota["pays_at_most"]))
    return min(most)


def in_cents(amounts: list[Fraction]) -> list[int]:
    """By largest remainder: rounded down, and the cents then missing go to the largest remainders, earlier first."""
    cents = [math.floor(amount) for amount in amounts]
    missing = round(sum(amounts, Fraction(0))) - sum(cents)
    for index in sorted(range(len(amounts)), key=lambda index: cents[index] - amounts[index])[:missing]:
        cents[index] += 1
    return cents


def check_person(
    card: dict[str, Any], person: dict[str, Any], paid: dict[str, Any], before: int | None
) -> None:
    plan, name = card["plan"], person["name"]
    each: list[Fraction] = []
    found = {named(one["measure"]): one for one in card["findings"]}
    check(paid["name"] == name, f"{name}: in another's place")
    for line, told in zip(plan["lines"], paid["lines"], strict=True):
        unit = {} if line["shared"] else person["unit"]
        measure = {**line["measure"], "slice": {**line["measure"]["slice"], **unit}}
        check(told["measure"] == measure, f"{name}: another measure than {measure}")
        percent, unpaid = percent_of(line, plan, found[named(measure)])
        check((percent, unpaid) == (Fraction(told["percent"]), told["unpaid"]), f"{name}: {measure}")
        each.append(Fraction(line["weight"]) * percent / 100)
        check(each[-1] == Fraction(told["points"]), f"{name}: points of {measure}")
    earned, most = sum(each, Fraction(0)), most_of(card, paid, found)
    points = min(earned, most)
    told_points = [Fraction(paid[what]) for what in ("earned", "limit", "points")]
    check(told_points == [earned, most, points], f"{name}: points")
    left = points / earned if earned else Fraction(0)
    amounts = in_cents([person["target_bonus"] * gained * left / 100 for gained in each])
    check([line["amount"] for line in paid["lines"]] == amounts, f"{name}: amounts of the lines")
    check(paid["amount"] == sum(amounts), f"{name}: amount")
    check(paid["difference"] == (None if before is None else paid["amount"] - before), f"{name}: difference")


def main() -> None:
    folder = pathlib.Path(__file__).parent
    previous: str | None = None
    cards: list[dict[str, Any]] = []
    for path in sorted(folder.glob("scorecard-*.json")):
        text = path.read_bytes()
        card = json.loads(text)
        check(
            card["previous"] == previous and card["number"] == len(cards) + 1,
            f"{path.name}: out of the chain",
        )
        previous = hashlib.sha256(text).hexdigest()
        cards.append(card)
    check(
        previous == (folder / "SHA-256").read_text().strip(),
        "the last text does not have the hash it was locked with",
    )

    amounts = {card["id"]: {paid["name"]: paid["amount"] for paid in card["result"]} for card in cards}
    for card in cards:
        for one in card["findings"]:
            check_finding(one)
        restated = amounts.get(card["restates"], {})
        for person, paid in zip(card["plan"]["people"], card["result"], strict=True):
            check_person(card, person, paid, restated.get(person["name"]))
    sys.stdout.write(
        f"{len(cards)} scorecards: the chain is whole, every result follows from its facts. Hash: {previous}\n"
    )


try:
    main()
except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
    sys.exit(f"NOT VERIFIED: a text is not as one that was locked: {error!r}")
