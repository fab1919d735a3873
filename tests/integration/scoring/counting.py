"""Rollups as they are kept, and as they come out when they are counted anew from the facts."""

from typing import Any

from support.apps import Running

# Without what segment, language and attributes add, these are the slices that most tests speak of.
_KEPT = """
SELECT type, day, survey, version, kind, question, definition, journey, stage, channel, owner,
       sum(n), sum(low), sum(middle), sum(top), sum(total), sum(total_squares)
FROM rollups JOIN slices ON slices.id = rollups.slice_id
WHERE type NOT IN ('choice', 'selection')
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 HAVING sum(n) <> 0
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
"""

_COUNTED = """
SELECT answers.type, day, survey, version, kind, question, definition, coalesce(journey, ''), coalesce(stage, ''),
       coalesce(channel, ''), coalesce(owner, ''),
       count(*), count(*) FILTER (WHERE value <= low_until),
       count(*) FILTER (WHERE value > low_until AND value < top_from), count(*) FILTER (WHERE value >= top_from),
       sum(value), sum(value * value)
FROM answers
JOIN responses ON responses.id = answers.response_id
JOIN (VALUES ('nps-0-10', 6, 9), ('ces-2.0-1-7', 3, 5), ('csat-1-5', 2, 4), ('rating-1-10-higher', 4, 7))
     AS scales (name, low_until, top_from) ON scales.name = definition
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
"""

_FEEDBACK_KEPT = """
SELECT day, survey, journey, stage, channel, owner, team, routed, resolved, withdrawn, kept
FROM feedback_rollups WHERE (routed, resolved, withdrawn, kept) <> (0, 0, 0, 0) ORDER BY 1, 2, 3, 4, 5, 6, 7
"""

_FEEDBACK_COUNTED = """
SELECT (routed_at AT TIME ZONE 'UTC')::date, survey, coalesce(journey, ''), coalesce(stage, ''),
       coalesce(channel, ''), coalesce(owner, ''), team, count(*),
       count(*) FILTER (WHERE step = 'resolved'), count(*) FILTER (WHERE step = 'withdrawn'),
       count(*) FILTER (WHERE kept)
FROM feedback
LEFT JOIN LATERAL (
    SELECT step
    FROM (VALUES (resolved_at, 1, 'resolved'), (withdrawn_at, 2, 'withdrawn'), (reopened_at, 3, 'reopened'))
         AS steps (at, place, step)
    WHERE at IS NOT NULL ORDER BY at DESC, place DESC LIMIT 1
) AS latest ON true
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
"""


def rows(scoring: Running, statement: str) -> list[tuple[Any, ...]]:
    """What a statement yields."""
    with scoring.service.read() as connection:
        return connection.execute(statement.encode()).fetchall()


def kept(scoring: Running) -> tuple[list[Any], list[Any]]:
    """The rollups of answers and of feedback."""
    return rows(scoring, _KEPT), rows(scoring, _FEEDBACK_KEPT)


def counted(scoring: Running) -> tuple[list[Any], list[Any]]:
    """The same, from the facts alone."""
    return rows(scoring, _COUNTED), rows(scoring, _FEEDBACK_COUNTED)
