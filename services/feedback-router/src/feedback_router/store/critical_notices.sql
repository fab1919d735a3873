-- name: insert
INSERT INTO critical_notices (feedback_id, executive)
SELECT %(feedback_id)s, unnest(%(executives)s::text[])
ON CONFLICT DO NOTHING

-- name: waiting
SELECT DISTINCT executive FROM critical_notices WHERE message_id IS NULL

-- name: take
-- One mail an executive and pause: who comes second, or too soon, takes nothing.
WITH turn AS (
    INSERT INTO critical_mails (executive, message_id, at)
    SELECT %(executive)s, %(message_id)s, %(now)s
    WHERE EXISTS (SELECT FROM critical_notices WHERE executive = %(executive)s AND message_id IS NULL)
    ON CONFLICT (executive) DO UPDATE SET message_id = excluded.message_id, at = excluded.at
    WHERE critical_mails.at <= %(last_before)s
    RETURNING executive
)
UPDATE critical_notices AS n SET message_id = %(message_id)s
FROM turn
WHERE n.executive = turn.executive AND n.message_id IS NULL

-- name: first
SELECT n.feedback_id
FROM critical_notices AS n JOIN critical_failures AS c ON c.feedback_id = n.feedback_id
WHERE n.message_id = %(message_id)s
ORDER BY c.noticed_at, n.feedback_id
LIMIT %(limit)s

-- name: groups
-- What a mail tells of, by team and by what it is about: the most first.
SELECT f.team, t.id AS theme_id, t.name AS theme, count(*) AS count
FROM critical_notices AS n
JOIN feedback AS f ON f.id = n.feedback_id
LEFT JOIN themes AS t ON t.id = f.theme_id AND t.name <> ''
WHERE n.message_id = %(message_id)s
GROUP BY f.team, t.id
ORDER BY count(*) DESC, f.team, t.name, t.id
