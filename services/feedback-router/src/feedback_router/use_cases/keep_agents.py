"""Keep who served a customer, where the attributes of a touchpoint say so: praise finds them by it."""

from psycopg import Connection

from feedback_router.domain.contacts import Touchpoint
from feedback_router.store import praises
from feedback_router.store.praises import Agent
from shared.events import Event

# The attribute in which the company's systems name them: by a person's key in the rules, or by their whole name.
_ATTRIBUTE = "agent"
_LONGEST = 200


def keep_agents(connection: Connection, told: list[tuple[Event, Touchpoint]]) -> None:
    """Keep each once; none of whose customer is gone."""
    agents = []
    for event, touchpoint in told:
        agent = touchpoint.attributes.get(_ATTRIBUTE)
        if touchpoint.customer_key is None or not touchpoint.source or not touchpoint.id:
            continue
        if isinstance(agent, str) and agent.strip() and len(agent) <= _LONGEST:
            agents.append(Agent(touchpoint.source, touchpoint.id, agent.strip(), event.id))
    praises.keep_agents(connection, agents)
