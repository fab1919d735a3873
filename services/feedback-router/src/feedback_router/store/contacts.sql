-- name: keep
INSERT INTO contacts (customer_key, id, at, type, journey, stage, channel)
SELECT customer_key, id, at, type, journey, stage, channel
FROM jsonb_to_recordset(%(contacts)s) AS new (
    customer_key text, id uuid, at timestamptz, type text, journey text, stage text, channel text
)
ON CONFLICT DO NOTHING

-- name: newest
SELECT customer_key, id, at, type, journey, stage, channel FROM contacts
WHERE customer_key = %(customer_key)s
ORDER BY at DESC
LIMIT %(limit)s

-- name: told_by
SELECT DISTINCT customer_key FROM contacts WHERE id = ANY(%(told)s)

-- name: customers
SELECT DISTINCT customer_key FROM contacts

-- name: forget_of
DELETE FROM contacts WHERE customer_key = ANY(%(customer_keys)s) RETURNING id

-- name: retire
INSERT INTO contact_retention (before) VALUES (%(before)s)
ON CONFLICT (lonely) DO UPDATE SET before = greatest(contact_retention.before, excluded.before)

-- name: forget_retired
-- With a touchpoint goes what it said of money and of who served whom.
WITH old AS (
    DELETE FROM contacts WHERE (customer_key, id) IN (
        SELECT customer_key, id FROM contacts
        WHERE at < (SELECT before FROM contact_retention)
        ORDER BY at
        LIMIT %(limit)s
        FOR UPDATE SKIP LOCKED
    )
    RETURNING id
), agents AS (
    DELETE FROM touchpoint_agents WHERE event_id IN (SELECT id FROM old)
), amounts AS (
    DELETE FROM touchpoint_amounts WHERE event_id IN (SELECT id FROM old)
)
SELECT count(*) FROM old
