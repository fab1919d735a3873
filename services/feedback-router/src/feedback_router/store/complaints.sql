-- name: insert
-- The primary key judges: a form that is sent again gets no row back.
INSERT INTO complaints (
    id, feedback_id, reference_hash, language, time_zone, customer_key, pseudonym, received_at
)
VALUES (
    %(id)s, %(feedback_id)s, %(reference_hash)s, %(language)s, %(time_zone)s, %(customer_key)s, %(pseudonym)s,
    %(received_at)s
)
ON CONFLICT (id) DO NOTHING

-- name: is_known
SELECT EXISTS (SELECT FROM complaints WHERE id = %(id)s)

-- name: by_reference
SELECT id, feedback_id, language, time_zone, customer_key, received_at
FROM complaints WHERE reference_hash = %(reference_hash)s

-- name: of_item
SELECT id, feedback_id, language, time_zone, customer_key, received_at
FROM complaints WHERE feedback_id = %(feedback_id)s

-- name: count_since
SELECT count(*) FROM complaints WHERE customer_key = %(customer_key)s AND received_at > %(since)s

-- name: of_pseudonyms
SELECT id FROM complaints WHERE pseudonym = ANY(%(pseudonyms)s)

-- name: lock_old
-- What somebody else is forgetting is theirs.
SELECT id FROM complaints WHERE received_at < %(before)s
ORDER BY received_at
LIMIT %(limit)s
FOR UPDATE SKIP LOCKED
