"""The page of automatic decisions: what was decided at once, how much it was, and why."""

from typing import Any

from flask import Blueprint, Response, request

from feedback_router.callers import team_to_show
from feedback_router.domain.decisions import Decision
from feedback_router.domain.money import spoken
from feedback_router.pages.staff import page, reader
from feedback_router.store import decisions
from feedback_router.store.decisions import DecisionFilters
from feedback_router.wording import worded
from shared import access, paging
from shared.service import current

blueprint = Blueprint(
    "decisions_pages", __name__, url_prefix="/router/decisions", template_folder="../templates"
)

_AT_ONCE = 50


@blueprint.get("")
@access.page("decisions:read")
def show_decisions() -> Response:
    """The newest first."""
    after = paging.decode(request.args.get("cursor", ""))
    with current().read() as connection:
        found = decisions.page(connection, DecisionFilters(team=team_to_show(None)), after, _AT_ONCE)
    following = paging.page_of(found, _AT_ONCE, lambda decision: (decision.at, decision.id))["next"]
    return page("decisions.html", decisions=[_decision(one) for one in found], following=following)


def _decision(decision: Decision) -> dict[str, Any]:
    amount = decision.amount
    said = spoken(amount, decision.currency, reader().language) if amount is not None else None
    return {"it": worded(decision), "amount": said}
