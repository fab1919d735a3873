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
  AND (NOT %(over)s::boolean OR f.due_at IS NULL OR f.severity < %(most_severe)s)
ORDER BY c.noticed_at DESC, c.feedback_id DESC
LIMIT %(limit)s

-- name: page_open
-- From what is open and critical, which is little, and not past all that ever was: that is over, nearly all of it.
WITH still AS MATERIALIZED (
    SELECT id FROM feedback WHERE due_at IS NOT NULL AND severity = %(most_severe)s
)
SELECT c.feedback_id, c.noticed_at, c.told
FROM still JOIN critical_failures AS c ON c.feedback_id = still.id
WHERE %(at)s::timestamptz IS NULL OR (c.noticed_at, c.feedback_id) < (%(at)s, %(id)s::uuid)
ORDER BY c.noticed_at DESC, c.feedback_id DESC
LIMIT %(limit)s

-- name: noticed
-- The first of them, each with how many there are: after a bad day these may be thousands.
SELECT c.feedback_id, count(*) OVER () AS count
FROM critical_failures AS c
JOIN feedback AS f ON f.id = c.feedback_id
WHERE c.noticed_at >= %(since)s AND c.noticed_at < %(until)s
  AND (%(journeys)s::text[] IS NULL OR f.journey = ANY(%(journeys)s) OR %(executive)s = ANY(c.told))
ORDER BY c.noticed_at, c.feedback_id
LIMIT %(limit)s
