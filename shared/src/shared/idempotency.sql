-- name: lock
-- Held until the transaction ends: while the first request is being worked on, a second one does not wait.
SELECT pg_try_advisory_xact_lock(%(lock)s)

-- name: find
SELECT fingerprint, status, content_type, body FROM idempotency_keys WHERE id = %(id)s AND kept_at > %(since)s

-- name: keep
INSERT INTO idempotency_keys (id, fingerprint, status, content_type, body, kept_at)
VALUES (%(id)s, %(fingerprint)s, %(status)s, %(content_type)s, %(body)s, %(now)s)
ON CONFLICT (id) DO UPDATE
SET fingerprint = excluded.fingerprint, status = excluded.status, content_type = excluded.content_type,
    body = excluded.body, kept_at = excluded.kept_at

-- name: forget
DELETE FROM idempotency_keys WHERE kept_at <= %(until)s
