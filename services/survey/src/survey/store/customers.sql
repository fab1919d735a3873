-- name: find
-- One by one: for a list of hundreds PostgreSQL would read the whole table, until it is large or has been analysed.
SELECT c.*
FROM unnest(%(keys)s::text[]) AS wanted (key)
CROSS JOIN LATERAL (
    SELECT key, email, name, language, time_zone FROM customers WHERE customers.key = wanted.key OFFSET 0
) AS c

-- name: addressed_anew
-- One by one, as above.
SELECT wanted.key
FROM unnest(%(keys)s::text[]) AS wanted (key)
CROSS JOIN LATERAL (SELECT email_changed_at FROM customers WHERE customers.key = wanted.key OFFSET 0) AS c
WHERE c.email_changed_at >= %(since)s

-- name: hold
SELECT key FROM customers WHERE key = ANY(%(keys)s) ORDER BY key FOR KEY SHARE

-- name: upsert
-- Locks every one of these rows, also those of which nothing new is known and which are not written again. All take
-- the locks in the order of the keys, so that two batches with the same customers wait and never block each other.
INSERT INTO customers (key, email, name, language, time_zone, updated_at)
SELECT new.key, new.email, new.name, new.language, new.time_zone, %(now)s
FROM jsonb_to_recordset(%(customers)s) AS new (key text, email text, name text, language text, time_zone text)
ORDER BY new.key
ON CONFLICT (key) DO UPDATE
SET email = coalesce(excluded.email, customers.email),
    email_changed_at = CASE WHEN excluded.email <> customers.email THEN excluded.updated_at
                            ELSE customers.email_changed_at END,
    name = coalesce(excluded.name, customers.name),
    language = coalesce(excluded.language, customers.language),
    time_zone = coalesce(excluded.time_zone, customers.time_zone),
    updated_at = excluded.updated_at
WHERE (customers.email, customers.name, customers.language, customers.time_zone) IS DISTINCT FROM (
    coalesce(excluded.email, customers.email), coalesce(excluded.name, customers.name),
    coalesce(excluded.language, customers.language), coalesce(excluded.time_zone, customers.time_zone)
)

-- name: of_address
SELECT key FROM customers WHERE lower(email) = lower(%(email)s)

-- name: written_since
SELECT key FROM customers WHERE updated_at >= %(since)s AND starts_with(key, %(prefix)s) ORDER BY key
