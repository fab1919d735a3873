-- name: insert
-- The primary key judges: an item that is noticed again gets no row.
INSERT INTO critical_failures (feedback_id, noticed_at, told)
VALUES (%(feedback_id)s, %(now)s, %(told)s)
ON CONFLICT (feedback_id) DO NOTHING

-- name: page
SELECT c.feedback_id, c.noticed_at, c.told
FROM critical_failures AS c
JOIN feedback AS f ON f.id = c.feedback_id
WHERE (%(at)s::timestamptz IS NULL OR (c.noticed_at, c.feedback_id) < (%(at)s, %(id)s::uuid))
  AND (%(open)s::boolean IS NULL OR (f.due_at IS NOT NULL) = %(open)s)
ORDER BY c.noticed_at DESC, c.feedback_id DESC
LIMIT %(limit)s

-- name: noticed
SELECT c.feedback_id
FROM critical_failures AS c
JOIN feedback AS f ON f.id = c.feedback_id
WHERE c.noticed_at >= %(since)s AND c.noticed_at < %(until)s
  AND (%(journeys)s::text[] IS NULL OR f.journey = ANY(%(journeys)s) OR %(executive)s = ANY(c.told))
ORDER BY c.noticed_at, c.feedback_id
