"""Rollups counted again from the facts."""

from psycopg import Connection
from psycopg.types.json import Jsonb

from scoring.domain import scales
from scoring.domain.scales import CHOSEN
from scoring.store import responses, touchpoints
from shared.db import statements

_SQL = statements("scoring.store", "recounts")
# In this order: the rollups by month are counted from those by day.
TABLES = (
    "rollups",
    "monthly_rollups",
    "invitation_rollups",
    "monthly_invitation_rollups",
    "eligibility_rollups",
    "feedback_rollups",
    "monthly_feedback_rollups",
)
OF_CASES = ("outcome_rollups", "closing_rollups")


def recount(connection: Connection) -> dict[str, int]:
    """Put right what does not agree with the facts, and return how many rows of each table were wrong.

    Reads every fact: seconds for each million. The logs are followed on only after the transaction has ended.
    """
    for statement in ("allow_time", "wait", "add_slices"):
        connection.execute(_SQL[statement])
    boxes = [
        {"definition": scale.version, "value": value, "box": scale.box_of(value).value}
        for scale in map(scales.of, responses.definitions(connection))
        for value in range(scale.minimum, scale.maximum + 1)
    ]
    parameters = {"boxes": Jsonb(boxes), "chosen": CHOSEN.version}
    wrong = {table: connection.execute(_SQL[table], parameters).rowcount for table in TABLES}
    touchpoints.lock(connection)  # not sooner: who makes cases or joins identities waits for it
    return {**wrong, **{table: connection.execute(_SQL[table]).rowcount for table in OF_CASES}}
