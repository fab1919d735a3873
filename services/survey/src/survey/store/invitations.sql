-- name: insert
INSERT INTO invitations (
    id, customer_key, survey, version, trigger, trigger_version, touchpoint_source, touchpoint_id,
    token_hash, via, language, context, state, reason, created_at, send_at, expires_at
)
SELECT new.id, new.customer_key, new.survey, new.version, new.trigger, new.trigger_version, new.touchpoint_source,
       new.touchpoint_id, decode(new.token_hash, 'hex'), new.via, new.language, new.context, new.state, new.reason,
       new.created_at, new.send_at, new.expires_at
FROM jsonb_to_recordset(%(invitations)s) AS new (
    id uuid, customer_key text, survey text, version integer, trigger text, trigger_version integer,
    touchpoint_source text, touchpoint_id text, token_hash text, via text, language text, context jsonb, state text,
    reason text, created_at timestamptz, send_at timestamptz, expires_at timestamptz
)
ON CONFLICT (id) DO NOTHING

-- name: by_token
SELECT id, customer_key, survey, version, trigger, trigger_version, touchpoint_source, touchpoint_id,
       token_hash, via, language, context, state, reason, created_at, send_at, expires_at
FROM invitations WHERE token_hash = %(token_hash)s

-- name: handed_out
SELECT id, customer_key, survey, version, trigger, trigger_version, touchpoint_source, touchpoint_id,
       token_hash, via, language, context, state, reason, created_at, send_at, expires_at
FROM invitations WHERE id = ANY(%(ids)s) AND state = 'handed_out' ORDER BY created_at, id

-- name: claim_due
-- A claim that is older than the lease was made by a worker that died; who was claimed is tried once more.
UPDATE invitations
SET state = 'sending', claimed_at = %(now)s, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM invitations
    WHERE state IN ('scheduled', 'sending')
      AND send_at <= %(now)s
      AND expires_at > %(now)s
      AND (state = 'scheduled' OR claimed_at < %(now)s - make_interval(mins => 5))
    ORDER BY send_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
RETURNING id, customer_key, survey, version, language, attempts

-- name: mark_sent
UPDATE invitations SET state = 'sent', sent_at = %(now)s, claimed_at = NULL
WHERE id = %(id)s AND state = 'sending' RETURNING customer_key, survey, version

-- name: mark_failed
UPDATE invitations SET state = 'failed', reason = %(reason)s, claimed_at = NULL
WHERE id = %(id)s AND state = 'sending' RETURNING customer_key, survey, version

-- name: put_back
-- Back among the due ones, later. An attempt that never reached the mail server is not counted.
UPDATE invitations
SET state = 'scheduled', send_at = %(send_at)s, claimed_at = NULL, attempts = attempts - %(uncounted)s
WHERE id = ANY(%(ids)s) AND state = 'sending'

-- name: states_since
SELECT state, reason, count(*) FROM invitations WHERE created_at >= %(since)s GROUP BY state, reason ORDER BY 1, 2
