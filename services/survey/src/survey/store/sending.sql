-- name: claim
-- A claim that is older than the lease was made by a worker that died. Expired ones are taken too, to be settled.
WITH due AS MATERIALIZED (
    SELECT id, customer_key, touchpoint_source, touchpoint_id FROM invitations
    WHERE state IN ('scheduled', 'sending')
      AND send_at <= %(now)s
      AND (state = 'scheduled' OR claimed_at < %(now)s - make_interval(mins => 5))
    ORDER BY send_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE invitations AS i
SET state = 'sending', claimed_at = %(now)s, attempts = attempts + 1
FROM due
LEFT JOIN touchpoints AS t
    ON (t.customer_key, t.source, t.id) = (due.customer_key, due.touchpoint_source, due.touchpoint_id)
WHERE i.id = due.id
RETURNING i.id, i.customer_key, i.survey, i.version, i.language, t.time AS happened_at,
          coalesce(t.attributes, '{}') || i.context AS attributes, i.attempts,
          i.expires_at <= %(now)s AS expired, false AS answered, i.revoked_at IS NOT NULL AS revoked,
          false AS complains

-- name: mark_sent
UPDATE invitations SET state = 'sent', sent_at = %(now)s, claimed_at = NULL
WHERE id = %(id)s AND state = 'sending'

-- name: withdraw
UPDATE invitations SET state = %(state)s, reason = %(reason)s, claimed_at = NULL
WHERE id = ANY(%(ids)s) AND state = 'sending' RETURNING id

-- name: put_back
-- Back among the due ones, later, but never later than it expires: then it is due to be settled. An attempt that never
-- reached the mail server is not counted.
UPDATE invitations
SET state = 'scheduled', send_at = least(%(at)s, expires_at), claimed_at = NULL, attempts = attempts - %(uncounted)s
WHERE id = ANY(%(ids)s) AND state = 'sending'

-- name: came_back
-- Who has answered was reached, whatever a mail server says later.
UPDATE invitations AS i SET state = 'failed', reason = %(reason)s
WHERE id = %(id)s AND state = 'sent' AND NOT EXISTS (SELECT FROM responses AS r WHERE r.id = i.id)

-- name: customer_of
SELECT customer_key, survey, version FROM invitations WHERE id = %(id)s AND sent_at IS NOT NULL

-- name: last_sent_to
-- The newest message to each customer with one of these addresses.
SELECT DISTINCT ON (i.customer_key) i.customer_key, i.id
FROM customers AS c
JOIN invitations AS i ON i.customer_key = c.key
WHERE lower(c.email) = ANY(%(addresses)s) AND i.sent_at > %(since)s
ORDER BY i.customer_key, i.sent_at DESC
