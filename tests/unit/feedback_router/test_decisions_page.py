"""docs/decisions.md: the policy is one that is taken, and each worked example comes out as it is printed."""

import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from feedback_router.domain.accounts import Counts, Totals, compared
from feedback_router.domain.context import Context
from feedback_router.domain.decision_policies import validate_policy
from feedback_router.domain.decisions import AboutTouchpoint, Claim, Limit
from feedback_router.domain.ledgers import Ledger
from feedback_router.schemas.decision_policies import DecisionPolicySchema

PAGE = (Path(__file__).parents[3] / "docs/decisions.md").read_text("utf-8")
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def policy():
    (written,) = re.findall(r"^```json\n(\{\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return DecisionPolicySchema().load(json.loads(written))


def table(heading: str) -> list[list[str]]:
    """The rows of the table under a line that begins so."""
    _, _, rest = PAGE.partition(f"\n| {heading}")
    rows = rest.split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_the_policy_of_the_page_is_sound():
    assert validate_policy(policy(), {"billing"}, {"refundable_cents": "EUR"}) == ()


def test_the_table_of_limits_names_each_in_the_order_in_which_it_is_looked_at():
    assert [row[0].strip("`") for row in table("limit")] == list(Limit)


def test_the_claims_of_the_page_come_out_as_printed():
    ledger, rows = Ledger(policy()), table("day")
    assert len(rows) == 7
    context = Context("after-order", kind="complaint", severity=2, topics=("delivery",))
    for day, who, order, cents, outcome in rows:
        at = AT + timedelta(days=int(day))
        about = AboutTouchpoint("/shop", order, "order.delivered_late")
        verdict = ledger.settle(Claim(who, context, about, at, {"refundable_cents": int(cents)}), at)
        assert verdict is not None
        assert (verdict.held_by or verdict.outcome) == outcome, (day, order)


def test_the_accounts_of_the_page_come_out_as_printed():
    for customers, n_of_all, claimed_of_all, n, claimed, p, outlier in table("customers"):
        counts = Counts("ana", int(n), int(claimed), 0, 0)
        (account,) = compared([counts], Totals(int(customers), int(n_of_all), int(claimed_of_all)))
        assert round(Decimal(account.p), 7) == Decimal(p)
        assert account.is_outlier == (outlier == "yes")
