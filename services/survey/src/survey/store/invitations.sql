-- name: insert
INSERT INTO invitations (
    id, customer_key, survey, version, trigger, trigger_version, touchpoint_source, touchpoint_id,
    token_hash, via, language, context, state, reason, created_at, send_at, expires_at,
    policy_version, sample_rate, draw, remind_at
)
SELECT new.id, new.customer_key, new.survey, new.version, new.trigger, new.trigger_version, new.touchpoint_source,
       new.touchpoint_id, decode(new.token_hash, 'hex'), new.via, new.language, new.context, new.state, new.reason,
       new.created_at, new.send_at, new.expires_at, new.policy_version, new.sample_rate, new.draw, new.remind_at
FROM jsonb_to_recordset(%(invitations)s) AS new (
    id uuid, customer_key text, survey text, version integer, trigger text, trigger_version integer,
    touchpoint_source text, touchpoint_id text, token_hash text, via text, language text, context jsonb, state text,
    reason text, created_at timestamptz, send_at timestamptz, expires_at timestamptz, policy_version integer,
    sample_rate double precision, draw double precision, remind_at timestamptz
)
ON CONFLICT (id) DO NOTHING

-- name: contacts
-- When these customers were asked, or will be: the invitations that reached or will reach them, and their reminders.
-- What failed did not reach them; a reminder that is still to come is none once the answer is there. One customer after
-- the other: for a list of hundreds PostgreSQL would read the whole table, until it is large or has been analysed.
SELECT i.customer_key, c.at, i.survey, i.version
FROM unnest(%(keys)s::text[]) AS wanted (customer_key)
CROSS JOIN LATERAL (
    SELECT * FROM invitations
    WHERE invitations.customer_key = wanted.customer_key
      AND state IN ('scheduled', 'sending', 'sent', 'handed_out')
      AND state <> 'suppressed'  -- says nothing new, but is what the index is about
    OFFSET 0
) AS i
CROSS JOIN LATERAL (
    VALUES (coalesce(i.sent_at, i.send_at)),
           (coalesce(
               i.reminded_at,
               CASE WHEN i.remind_at IS NOT NULL AND NOT EXISTS (SELECT FROM responses WHERE responses.id = i.id)
                    THEN i.remind_at END
           ))
) AS c (at)
WHERE c.at > %(since)s

-- name: by_token
SELECT id, customer_key, survey, version, trigger, trigger_version, touchpoint_source, touchpoint_id,
       token_hash, via, language, context, state, reason, created_at, send_at, expires_at,
       policy_version, sample_rate, draw, remind_at
FROM invitations WHERE token_hash = %(token_hash)s

-- name: handed_out
SELECT id, customer_key, survey, version, trigger, trigger_version, touchpoint_source, touchpoint_id,
       token_hash, via, language, context, state, reason, created_at, send_at, expires_at,
       policy_version, sample_rate, draw, remind_at
FROM invitations WHERE id = ANY(%(ids)s) AND state = 'handed_out' AND revoked_at IS NULL ORDER BY created_at, id

-- name: hold_customer
-- An erasure waits from here on, or is waited for: it takes what was chosen before the invitation, `revoke` after it.
SELECT FROM customers WHERE key = (SELECT customer_key FROM invitations WHERE id = %(id)s) FOR KEY SHARE

-- name: revoke
-- One that waits is never sent; one that a worker is sending at this moment may still go out, and stays what it becomes.
-- A reminder is no more to come.
UPDATE invitations
SET revoked_at = %(now)s, revoke_reason = %(reason)s, remind_at = NULL,
    state = CASE state WHEN 'scheduled' THEN 'suppressed' ELSE state END,
    reason = CASE state WHEN 'scheduled' THEN 'revoked' ELSE reason END
WHERE id = %(id)s AND revoked_at IS NULL
RETURNING id, customer_key, survey, version, revoked_at, revoke_reason AS reason

-- name: revoked
SELECT id, customer_key, survey, version, revoked_at, revoke_reason AS reason
FROM invitations WHERE id = %(id)s AND revoked_at IS NOT NULL

-- name: states_since
SELECT state, reason, count(*) FROM invitations WHERE created_at >= %(since)s GROUP BY state, reason ORDER BY 1, 2
