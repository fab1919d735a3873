"""Rules: set and read."""

from typing import Any

from feedback_router.callers import refuse_teams
from feedback_router.domain.rules import RuleBook, validate_rules
from feedback_router.schemas.explanations import DraftRulesSchema, RulesReplaySchema
from feedback_router.schemas.rules import PublishedSchema, RuleBookInForceSchema, RuleBookSchema
from feedback_router.store import rules
from feedback_router.use_cases.replay_rules import Replay, replay_rules
from feedback_router.use_cases.set_rules import set_rules
from shared import trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import invalid
from shared.service import current
from shared.versions import Published

blueprint = Blueprint("rules", __name__, url_prefix="/rules", description="Which team takes which comment")


@blueprint.route("", methods=["POST"], scope="rules:write", keyed="optional")
@blueprint.arguments(RuleBookSchema)
@blueprint.response(200, PublishedSchema)
def put(book: RuleBook) -> Published:
    """Put teams and rules in force as the next version; the same definition again changes nothing"""
    refuse_teams()
    if problems := validate_rules(book):
        raise invalid({problem.path: [problem.sentence] for problem in problems})
    with current().change() as connection:
        published = set_rules(connection, book, now=now(), request_id=web.request_id())
        if published.is_new:
            trail.note(connection, "rules.set", "rules", version=published.version)
    return published


@blueprint.route("", methods=["GET"], scope="rules:read")
@blueprint.response(200, RuleBookInForceSchema)
def show() -> dict[str, Any]:
    """Show the teams and rules that are in force; version 0 is built in and sends everything to triage"""
    with current().read() as connection:
        in_force = rules.in_force(connection)
    return {
        "version": in_force.book.version,
        "set_at": in_force.set_at,
        **rules.to_definition(in_force.book),
    }


@blueprint.route("/replay", methods=["POST"], scope="rules:read")
@blueprint.arguments(DraftRulesSchema)
@blueprint.response(200, RulesReplaySchema)
def replay(body: dict[str, Any]) -> Replay:
    """Try a draft over past feedback: which items its rules would bring elsewhere; nothing is changed"""
    refuse_teams()
    draft: RuleBook = body["rules"]
    if problems := validate_rules(draft):
        raise invalid({f"rules.{problem.path}": [problem.sentence] for problem in problems})
    with current().read() as connection:
        return replay_rules(connection, draft, body["since"], body["until"])
