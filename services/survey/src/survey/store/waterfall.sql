-- name: cells
-- One row for each unit and outcome: what has been folded, what has not been yet, and what nobody has settled so far:
-- an invitation that expired before it could be sent is waited for no more. Those are among the due ones, since nothing
-- is ever due later than it expires, and so this reads what is overdue, not what waits.
SELECT CASE WHEN 'survey' = ANY(%(by)s::text[]) THEN c.survey END AS survey,
       CASE WHEN 'trigger' = ANY(%(by)s) THEN c.trigger END AS trigger,
       CASE WHEN 'journey' = ANY(%(by)s) THEN c.journey END AS journey,
       CASE WHEN 'stage' = ANY(%(by)s) THEN c.stage END AS stage,
       CASE WHEN 'channel' = ANY(%(by)s) THEN c.channel END AS channel,
       CASE WHEN 'owner' = ANY(%(by)s) THEN c.owner END AS owner,
       CASE WHEN 'segment' = ANY(%(by)s) THEN c.segment END AS segment,
       CASE WHEN 'day' = ANY(%(by)s) THEN c.day::text END AS day,
       c.outcome, c.reason, c.answered, sum(c.n)::bigint AS n
FROM (
    SELECT * FROM waterfall
    UNION ALL
    SELECT * FROM waterfall_changes
    UNION ALL
    SELECT e.*, m.n
    FROM invitations AS i
    CROSS JOIN (VALUES ('scheduled', NULL, -1), ('failed', 'expired', 1)) AS m (state, reason, n)
    CROSS JOIN LATERAL waterfall_cells(
        i.created_at, i.survey, i.trigger, i.context, i.via, m.state, m.reason, false
    ) AS e
    WHERE i.state IN ('scheduled', 'sending') AND i.send_at <= %(now)s AND i.expires_at <= %(now)s
      AND NOT EXISTS (SELECT FROM responses AS r WHERE r.id = i.id)
) AS c
WHERE c.day BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
HAVING sum(c.n) <> 0

-- name: fold
-- The changes that are there, or so many of them, become part of the rollup; how many they were. Who folds at the same
-- moment waits for the same changes, and finds them gone. All take the cells in the same order.
WITH taken AS (
    DELETE FROM waterfall_changes
    WHERE ctid = ANY(ARRAY(SELECT ctid FROM waterfall_changes LIMIT %(limit)s))
    RETURNING *
),
folded AS (
    INSERT INTO waterfall
    SELECT day, survey, trigger, journey, stage, channel, owner, segment, outcome, reason, answered, sum(n)
    FROM taken
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    HAVING sum(n) <> 0
    ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    ON CONFLICT ON CONSTRAINT waterfall_cell DO UPDATE SET n = waterfall.n + excluded.n
)
SELECT count(*) FROM taken

-- name: clear
DELETE FROM waterfall WHERE n = 0
