"""A scorecard for a spreadsheet."""

import csv
import io
from collections.abc import Iterator

from scoring.schemas import explanations
from scoring.use_cases.draw_up_scorecard import Drawn
from shared.exports import cell


def as_csv(drawn: Drawn) -> str:
    """One row a person and line, with the numbers as exact as they are known."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_rows(drawn))
    return out.getvalue()


_COLUMNS = (
    *(
        "plan",
        "version",
        "state",
        "first_day",
        "last_day",
        "person",
        "measure",
        "shown",
        "value",
        "low",
        "high",
        "n",
    ),
    *("excluded", "weight", "percent", "points", "amount_cents", "unpaid", "explanation"),
)


def _rows(drawn: Drawn) -> Iterator[tuple[object, ...]]:
    standing = drawn.standing
    plan = standing.plan
    period = plan.period
    for card in drawn.cards:
        for line in card.lines:
            estimate = line.estimate
            numbers = (
                (estimate.value, estimate.low, estimate.high, estimate.n) if estimate.shown else ("",) * 4
            )
            yield (
                *(plan.key, standing.version, standing.state, period.first_day, period.last_day),
                *(cell(card.person.name), cell(str(line.measure)), estimate.shown, *numbers),
                *(line.finding.excluded, line.planned.weight, float(line.payout.percent)),
                *(float(line.payout.points), line.amount, line.payout.unpaid or ""),
                cell(explanations.of_line(plan, line)["en"]),
            )
