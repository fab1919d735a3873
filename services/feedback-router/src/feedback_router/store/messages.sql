-- name: put
-- The same id again is the same message.
INSERT INTO messages (id, feedback_id, kind, body, next_at, created_at)
VALUES (%(id)s, %(feedback_id)s, %(kind)s, %(body)s, %(now)s, %(now)s)
ON CONFLICT (id) DO NOTHING

-- name: claim
-- Whoever dies with a claimed message leaves it to the next one, after the lease.
WITH due AS MATERIALIZED (
    SELECT id FROM messages AS m
    WHERE state = 'waiting' AND next_at <= %(now)s
      -- Nobody can write to a customer whose address is still on its way.
      AND NOT (
          kind IN ('receipt', 'reply')
          AND EXISTS (
              SELECT FROM outgoing_touchpoints AS t WHERE t.feedback_id = m.feedback_id AND t.sealed IS NOT NULL
          )
      )
    ORDER BY next_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
UPDATE messages AS m
SET attempts = attempts + 1, next_at = %(until)s
FROM due
WHERE m.id = due.id
RETURNING m.id, m.feedback_id, m.kind, m.body, m.attempts

-- name: settle
UPDATE messages
SET state = %(state)s, next_at = NULL, settled_at = %(now)s, error = %(error)s
WHERE id = %(id)s AND state = 'waiting'

-- name: put_back
UPDATE messages SET next_at = %(next_at)s, error = %(error)s WHERE id = %(id)s AND state = 'waiting'

-- name: item_of
SELECT feedback_id FROM messages WHERE id = %(id)s
