-- name: insert
-- The primary key judges: what is told again gets no row back, and nobody's cases are made again for it.
INSERT INTO touchpoints (
    customer_key, source, id, event_id, type, at, journey, stage, channel, owner, segment, intent, due_at,
    lookups_needed, lookups_found, lookups, time_zone
)
SELECT customer_key, source, id, event_id, type, at, journey, stage, channel, owner, segment, intent, due_at,
       lookups_needed, lookups_found, lookups, time_zone
FROM jsonb_to_recordset(%(touchpoints)s) AS new (
    customer_key text, source text, id text, event_id uuid, type text, at timestamptz, journey text, stage text,
    channel text, owner text, segment text, intent text, due_at timestamptz, lookups_needed integer,
    lookups_found integer, lookups jsonb, time_zone text
)
ORDER BY customer_key, source, id
ON CONFLICT (customer_key, source, id) DO NOTHING
RETURNING customer_key

-- name: of
SELECT customer_key, source, id, type, at, journey, stage, channel, owner, segment, intent, due_at, lookups_needed,
       lookups_found, lookups, time_zone
FROM touchpoints WHERE customer_key = ANY(%(customer_keys)s)

-- name: told_by
SELECT DISTINCT customer_key FROM touchpoints WHERE event_id = ANY(%(events)s)

-- name: customers
SELECT DISTINCT customer_key FROM touchpoints

-- name: forget
DELETE FROM touchpoints WHERE customer_key = ANY(%(customer_keys)s) RETURNING event_id

-- name: unmark
DELETE FROM stale_customers
WHERE customer_key = ANY(%(customer_keys)s)
  AND NOT EXISTS (SELECT FROM touchpoints WHERE touchpoints.customer_key = stale_customers.customer_key)

-- name: lock
-- Held by whoever makes cases, and by whoever changes what they follow from besides touchpoints: designs, identities.
-- Who holds it waits for nothing that a follower of logs holds; marking waits for nobody.
SELECT pg_advisory_xact_lock(hashtext('scoring.journey_cases'))

-- name: mark
-- A row more even for who is marked already: whoever takes that mark meanwhile has not seen what this is for.
INSERT INTO stale_customers (customer_key)
SELECT DISTINCT customer_key FROM unnest(%(customer_keys)s::text[]) AS new (customer_key)

-- name: mark_all
INSERT INTO stale_customers (customer_key)
SELECT customer_key FROM touchpoints WHERE journey = %(journey)s
UNION
SELECT customer_key FROM touchpoints WHERE journey IS NULL AND type = ANY(%(types)s)
UNION
SELECT person FROM journey_cases WHERE journey = %(journey)s

-- name: take
-- Before the touchpoints are read: what is marked afterwards is another row, and is taken next time.
DELETE FROM stale_customers
WHERE customer_key IN (SELECT DISTINCT customer_key FROM stale_customers ORDER BY customer_key LIMIT %(limit)s)
RETURNING customer_key
