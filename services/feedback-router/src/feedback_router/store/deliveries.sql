-- name: plan
-- The primary key judges: an event that is heard again is planned no second time.
INSERT INTO webhook_deliveries (webhook_id, event_id, event_type, event_time, template_version, state, due_at)
SELECT new.webhook_id, new.event_id, new.event_type, new.event_time, new.template_version, 'waiting', %(now)s
FROM jsonb_to_recordset(%(deliveries)s) AS new (
    webhook_id uuid, event_id uuid, event_type text, event_time timestamptz, template_version integer
)
ORDER BY new.webhook_id, new.event_id
ON CONFLICT DO NOTHING

-- name: claim
-- From each webhook at most so many at a time, and from those first that have the least under way. What was claimed
-- by somebody who died is due again. The attempt is written down before it is made.
WITH due AS MATERIALIZED (
    SELECT next.webhook_id, next.event_id, under_way.n, next.due_at
    FROM webhooks AS w
    CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM webhook_deliveries AS c
        WHERE c.webhook_id = w.id AND c.claimed_until > %(now)s
    ) AS under_way
    CROSS JOIN LATERAL (
        SELECT d.webhook_id, d.event_id, d.due_at FROM webhook_deliveries AS d
        WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.due_at <= %(now)s
          AND (d.claimed_until IS NULL OR d.claimed_until <= %(now)s)
        ORDER BY d.due_at
        LIMIT greatest(0, %(each)s::int - under_way.n)
    ) AS next
    WHERE w.disabled_at IS NULL AND w.deleted_at IS NULL AND w.slow = %(slow)s
), turns AS (
    SELECT webhook_id, event_id, n + row_number() OVER (PARTITION BY webhook_id ORDER BY due_at) AS turn FROM due
), chosen AS (
    SELECT webhook_id, event_id FROM turns ORDER BY turn, random() LIMIT %(limit)s
), locked AS MATERIALIZED (
    -- Looked at again under the lock: somebody else may have been quicker.
    SELECT d.webhook_id, d.event_id
    FROM chosen JOIN webhook_deliveries AS d USING (webhook_id, event_id)
    WHERE d.state = 'waiting' AND (d.claimed_until IS NULL OR d.claimed_until <= %(now)s)
    FOR UPDATE OF d SKIP LOCKED
), claimed AS (
    UPDATE webhook_deliveries AS d
    SET claimed_until = %(now)s + make_interval(secs => %(lease)s), attempts = attempts + 1
    FROM locked WHERE (d.webhook_id, d.event_id) = (locked.webhook_id, locked.event_id)
    RETURNING d.webhook_id, d.event_id, d.attempts, d.failures, d.template_version
), noted AS (
    INSERT INTO webhook_attempts (webhook_id, event_id, number, at)
    SELECT webhook_id, event_id, attempts, %(now)s FROM claimed
)
SELECT claimed.webhook_id, claimed.attempts AS number, claimed.failures, w.url, t.template,
       e.id, e.type, e.subject, e.time, e.request_id, e.data,
       ARRAY(
           SELECT s.number FROM webhook_secrets AS s
           WHERE s.webhook_id = w.id AND (s.expires_at IS NULL OR s.expires_at > %(now)s)
           ORDER BY s.number DESC
       ) AS secrets
FROM claimed
JOIN webhooks AS w ON w.id = claimed.webhook_id
JOIN webhook_templates AS t ON (t.webhook_id, t.version) = (claimed.webhook_id, claimed.template_version)
JOIN events AS e ON e.id = claimed.event_id

-- name: data_of
-- Nobody blanks the event until the transaction ends, so what was blanked before is seen here.
SELECT data FROM events WHERE id = %(id)s FOR SHARE

-- name: end_attempt
UPDATE webhook_attempts
SET duration_ms = %(duration_ms)s, status = %(status)s, error = %(error)s, response = %(response)s
WHERE webhook_id = %(webhook_id)s AND event_id = %(event_id)s AND number = %(number)s

-- name: settle
-- Only the newest attempt says where a delivery stands.
UPDATE webhook_deliveries
SET state = %(state)s, failures = %(failures)s, due_at = %(due_at)s, claimed_until = NULL
WHERE webhook_id = %(webhook_id)s AND event_id = %(event_id)s AND attempts = %(number)s AND state = 'waiting'

-- name: page
SELECT webhook_id, event_id, event_type, event_time, state, attempts, failures, due_at, claimed_until
FROM webhook_deliveries
WHERE webhook_id = %(webhook_id)s
  AND (event_time, event_id) < (%(event_time)s::timestamptz, %(event_id)s::uuid)
  AND (%(state)s::text IS NULL OR state = %(state)s)
ORDER BY event_time DESC, event_id DESC
LIMIT %(limit)s

-- name: get
SELECT webhook_id, event_id, event_type, event_time, state, attempts, failures, due_at, claimed_until
FROM webhook_deliveries
WHERE webhook_id = %(webhook_id)s AND event_id = %(event_id)s

-- name: attempts
SELECT event_id, number, at, duration_ms, status, error, response
FROM webhook_attempts
WHERE webhook_id = %(webhook_id)s AND event_id = ANY(%(event_ids)s)
ORDER BY event_id, number

-- name: replay
-- What is waiting is sent anyway.
UPDATE webhook_deliveries SET state = 'waiting', failures = 0, due_at = %(now)s
WHERE webhook_id = %(webhook_id)s AND event_id = %(event_id)s AND state <> 'waiting'

-- name: replay_range
WITH chosen AS MATERIALIZED (
    SELECT webhook_id, event_id FROM webhook_deliveries
    WHERE webhook_id = %(webhook_id)s AND event_time >= %(since)s AND event_time < %(until)s AND state <> 'waiting'
    ORDER BY event_time, event_id
    LIMIT %(limit)s
    FOR UPDATE
)
UPDATE webhook_deliveries AS d SET state = 'waiting', failures = 0, due_at = %(now)s
FROM chosen WHERE (d.webhook_id, d.event_id) = (chosen.webhook_id, chosen.event_id)
RETURNING d.event_time

-- name: forget_answers
UPDATE webhook_attempts SET response = NULL WHERE response IS NOT NULL AND event_id = ANY(%(event_ids)s)

-- name: forget_old
DELETE FROM webhook_deliveries WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM webhook_deliveries WHERE event_time < %(before)s
    ORDER BY event_time LIMIT %(limit)s FOR UPDATE
))

-- name: forget_deleted
DELETE FROM webhook_deliveries WHERE ctid = ANY(ARRAY(
    SELECT d.ctid FROM webhooks AS w JOIN webhook_deliveries AS d ON d.webhook_id = w.id
    WHERE w.deleted_at IS NOT NULL
    LIMIT %(limit)s FOR UPDATE OF d
))
