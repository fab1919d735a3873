-- name: claim
-- Never within a day of the invitation, which a mail server may have kept waiting.
WITH due AS MATERIALIZED (
    SELECT id, customer_key, touchpoint_source, touchpoint_id FROM invitations
    WHERE state = 'sent' AND reminded_at IS NULL
      AND remind_at <= %(now)s
      AND sent_at <= %(now)s - make_interval(days => 1)
      AND (reminder_claimed_at IS NULL OR reminder_claimed_at < %(now)s - make_interval(mins => 5))
    ORDER BY remind_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE invitations AS i
SET reminder_claimed_at = %(now)s, reminder_attempts = reminder_attempts + 1
FROM due
LEFT JOIN touchpoints AS t
    ON (t.customer_key, t.source, t.id) = (due.customer_key, due.touchpoint_source, due.touchpoint_id)
WHERE i.id = due.id
RETURNING i.id, i.customer_key, i.survey, i.version, i.language, t.time AS happened_at,
          coalesce(t.attributes, '{}') || i.context AS attributes, i.reminder_attempts AS attempts,
          i.expires_at <= %(now)s AS expired, EXISTS (SELECT FROM responses AS r WHERE r.id = i.id) AS answered,
          i.revoked_at IS NOT NULL AS revoked,
          EXISTS (SELECT FROM complaints AS c WHERE c.customer_key = i.customer_key AND c.open) AS complains

-- name: mark_sent
UPDATE invitations SET reminded_at = %(now)s, reminder_claimed_at = NULL
WHERE id = %(id)s AND reminder_claimed_at IS NOT NULL AND reminded_at IS NULL

-- name: withdraw
UPDATE invitations SET remind_at = NULL, reminder_claimed_at = NULL
WHERE id = ANY(%(ids)s) AND reminded_at IS NULL

-- name: put_back
UPDATE invitations
SET remind_at = %(at)s, reminder_claimed_at = NULL, reminder_attempts = reminder_attempts - %(uncounted)s
WHERE id = ANY(%(ids)s) AND reminder_claimed_at IS NOT NULL AND reminded_at IS NULL
