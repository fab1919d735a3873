-- name: insert
INSERT INTO messages (
    id, customer_key, staff, kind, language, subject, text, reference, in_reply_to, checksum, state, reason, created_at,
    send_at
) VALUES (
    %(id)s, %(customer_key)s, %(staff)s, %(kind)s, %(language)s, %(subject)s, %(text)s, %(reference)s, %(in_reply_to)s,
    %(checksum)s, %(state)s, %(reason)s, %(now)s, %(now)s
)
ON CONFLICT (id) DO NOTHING

-- name: kept
SELECT state, checksum FROM messages WHERE id = %(id)s

-- name: claim
-- A claim that is older than the lease was made by a worker that died.
WITH due AS MATERIALIZED (
    SELECT id FROM messages
    WHERE state IN ('scheduled', 'sending')
      AND send_at <= %(now)s
      AND (state = 'scheduled' OR claimed_at < %(now)s - make_interval(mins => 5))
    ORDER BY send_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE messages AS m
SET state = 'sending', claimed_at = %(now)s, attempts = attempts + 1
FROM due
WHERE m.id = due.id
RETURNING m.id, m.customer_key, m.staff, m.kind, m.language, m.subject, m.text, m.reference, m.in_reply_to, m.attempts

-- name: threads
-- What was said before about the same thing to the same person, the oldest first; of many, the newest.
SELECT this.id, array(
    SELECT recent.id FROM (
        SELECT earlier.id, earlier.created_at FROM messages AS earlier
        WHERE earlier.reference = this.reference
          AND (earlier.created_at, earlier.id) < (this.created_at, this.id)
          AND (earlier.customer_key = this.customer_key OR earlier.staff = this.staff)
          AND earlier.state <> 'failed'
        ORDER BY earlier.created_at DESC, earlier.id DESC
        LIMIT 20
    ) AS recent
    ORDER BY recent.created_at, recent.id
) AS earlier
FROM messages AS this
WHERE this.id = ANY(%(ids)s) AND this.reference IS NOT NULL

-- name: mark_sent
-- Mail to staff may tell of many customers: who asked for it keeps its words, and forgets with them whom it must.
UPDATE messages
SET state = 'sent', sent_at = %(now)s, claimed_at = NULL,
    subject = CASE WHEN staff IS NULL THEN subject ELSE '' END, text = CASE WHEN staff IS NULL THEN text ELSE '' END
WHERE id = %(id)s AND state = 'sending'

-- name: withdraw
UPDATE messages
SET state = %(state)s, reason = %(reason)s, claimed_at = NULL,
    subject = CASE WHEN staff IS NULL THEN subject ELSE '' END, text = CASE WHEN staff IS NULL THEN text ELSE '' END
WHERE id = ANY(%(ids)s) AND state = 'sending' RETURNING id

-- name: put_back
-- Back among the due ones, later. An attempt that never reached the mail server is not counted.
UPDATE messages
SET state = 'scheduled', send_at = %(at)s, claimed_at = NULL, attempts = attempts - %(uncounted)s
WHERE id = ANY(%(ids)s) AND state = 'sending'

-- name: came_back
UPDATE messages SET state = 'failed', reason = %(reason)s WHERE id = %(id)s AND state = 'sent'

-- name: sent
SELECT id, customer_key, kind, reference FROM messages WHERE id = %(id)s AND sent_at IS NOT NULL
