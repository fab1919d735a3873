"""Keep which touchpoint each answer is about, so that a policy can decide about its items."""

from psycopg import Connection

from feedback_router.domain.responses import Response
from feedback_router.store import claims, decision_policies
from shared.events import Event


def keep_claims(connection: Connection, told: list[tuple[Event, Response]]) -> None:
    """After the items are kept. Those that were routed under the policy in force wait for its decision."""
    in_force = decision_policies.in_force(connection)
    _keep(connection, told, in_force)


def keep_past_claims(connection: Connection, told: list[tuple[Event, Response]]) -> None:
    """The same of what was said before: to try policies on, never to be decided."""
    _keep(connection, told, None)


def _keep(
    connection: Connection,
    told: list[tuple[Event, Response]],
    in_force: decision_policies.PolicyInForce | None,
) -> None:
    about = {response.response_id: response.about for _, response in told if response.about}
    claims.keep(connection, about, in_force.set_at if in_force else None)
