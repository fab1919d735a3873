-- name: put
-- One of a kind for each item: who resolves an item again asks nobody again.
INSERT INTO outgoing_touchpoints (feedback_id, type, at, customer_key, sealed, next_at)
VALUES (%(feedback_id)s, %(type)s, %(at)s, %(customer_key)s, %(sealed)s, %(at)s)
ON CONFLICT (feedback_id, type) DO NOTHING

-- name: claim
-- Whoever dies with a claimed one leaves it to the next one, after the lease.
WITH due AS MATERIALIZED (
    SELECT feedback_id, type FROM outgoing_touchpoints
    WHERE next_at <= %(now)s
    ORDER BY next_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
UPDATE outgoing_touchpoints AS t
SET attempts = attempts + 1, next_at = %(until)s
FROM due
WHERE t.feedback_id = due.feedback_id AND t.type = due.type
RETURNING t.feedback_id, t.type, t.at, t.customer_key, t.sealed, t.attempts, t.erased_as

-- name: settle
UPDATE outgoing_touchpoints SET next_at = NULL, sealed = NULL, error = %(error)s
WHERE feedback_id = %(feedback_id)s AND type = %(type)s AND erased_as IS NULL

-- name: drop
DELETE FROM outgoing_touchpoints WHERE feedback_id = %(feedback_id)s AND type = %(type)s

-- name: put_back
UPDATE outgoing_touchpoints SET next_at = %(next_at)s, error = %(error)s
WHERE feedback_id = %(feedback_id)s AND type = %(type)s AND next_at IS NOT NULL AND erased_as IS NULL

-- name: deny
UPDATE outgoing_touchpoints SET denied_at = %(now)s
WHERE feedback_id = %(feedback_id)s AND type = 'complaint.resolved' AND denied_at IS NULL AND erased_as IS NULL
