-- name: insert
-- One a day and executive: who comes second gets no row.
INSERT INTO digests (id, executive, day, since, until, language, time_zone, figures, token_hash)
VALUES (%(id)s, %(executive)s, %(day)s, %(since)s, %(until)s, %(language)s, %(time_zone)s, %(figures)s,
        %(token_hash)s)
ON CONFLICT DO NOTHING

-- name: insert_items
INSERT INTO digest_items (digest_id, section, position, feedback_id, why, place, words, customer_key)
SELECT %(id)s, section, position, feedback_id, why, place, words, customer_key
FROM jsonb_to_recordset(%(items)s) AS new (
    section text, position smallint, feedback_id uuid, why text, place jsonb, words text, customer_key text
)

-- name: newest_of
SELECT day, until FROM digests WHERE executive = %(executive)s ORDER BY day DESC LIMIT 1

-- name: page
SELECT id, executive, day, since, until, language, time_zone, figures, sent_at, failed, opened_at, acknowledged_at
FROM digests
WHERE (%(executive)s::text IS NULL OR executive = %(executive)s)
  AND (%(at)s::timestamptz IS NULL OR (until, id) < (%(at)s, %(after)s::uuid))
ORDER BY until DESC, id DESC
LIMIT %(limit)s

-- name: find
SELECT id, executive, day, since, until, language, time_zone, figures, sent_at, failed, opened_at, acknowledged_at
FROM digests
WHERE id = %(id)s

-- name: by_token
SELECT id FROM digests WHERE token_hash = %(token_hash)s

-- name: items
SELECT digest_id, section, feedback_id, why, place, words, customer_key
FROM digest_items WHERE digest_id = ANY(%(ids)s)
ORDER BY digest_id, section, position

-- name: settle
UPDATE digests SET sent_at = %(sent_at)s, failed = %(failed)s WHERE id = %(id)s

-- name: open
UPDATE digests SET opened_at = %(now)s WHERE id = %(id)s AND opened_at IS NULL

-- name: acknowledge
UPDATE digests SET acknowledged_at = %(now)s WHERE id = %(id)s AND acknowledged_at IS NULL
