-- name: insert
INSERT INTO identity_joins (id, reason, by, joined_at) VALUES (%(id)s, %(reason)s, %(by)s, %(now)s)

-- name: insert_keys
INSERT INTO identity_join_keys (join_id, customer_key)
SELECT %(id)s, unnest(%(customer_keys)s::text[])

-- name: undo
UPDATE identity_joins SET undone_at = %(now)s, undone_by = %(by)s, undone_because = %(reason)s
WHERE id = %(id)s AND undone_at IS NULL

-- name: get
SELECT id, reason, by, joined_at, undone_at, undone_by, undone_because,
       ARRAY(SELECT customer_key FROM identity_join_keys WHERE join_id = id ORDER BY 1) AS customer_keys
FROM identity_joins WHERE id = %(id)s

-- name: page
SELECT id, reason, by, joined_at, undone_at, undone_by, undone_because,
       ARRAY(SELECT customer_key FROM identity_join_keys WHERE join_id = id ORDER BY 1) AS customer_keys
FROM identity_joins
WHERE (joined_at, id) > (%(at)s, %(after)s)
ORDER BY joined_at, id
LIMIT %(limit)s

-- name: related
-- Everybody who is joined to these, directly or not, by joins that count or by what followed from those before.
WITH RECURSIVE related (customer_key) AS (
    SELECT unnest(%(customer_keys)s::text[])
    UNION
    SELECT others.customer_key
    FROM related
    JOIN identity_join_keys AS own ON own.customer_key = related.customer_key
    JOIN identity_joins ON identity_joins.id = own.join_id AND undone_at IS NULL
    JOIN identity_join_keys AS others ON others.join_id = own.join_id
)
SELECT customer_key FROM related
UNION
SELECT same.customer_key
FROM related
JOIN identities AS own ON own.customer_key = related.customer_key
JOIN identities AS same ON same.person = own.person

-- name: joins_of
SELECT array_agg(customer_key ORDER BY customer_key)
FROM identity_join_keys
JOIN identity_joins ON identity_joins.id = join_id AND undone_at IS NULL
WHERE join_id IN (SELECT join_id FROM identity_join_keys WHERE customer_key = ANY(%(customer_keys)s))
GROUP BY join_id

-- name: clear
DELETE FROM identities WHERE customer_key = ANY(%(customer_keys)s)

-- name: put
INSERT INTO identities (customer_key, person)
SELECT customer_key, person FROM unnest(%(customer_keys)s::text[], %(people)s::text[]) AS new (customer_key, person)
ORDER BY 1

-- name: people
SELECT customer_key, person
FROM identities
WHERE person IN (SELECT person FROM identities WHERE customer_key = ANY(%(customer_keys)s))

-- name: strangers
-- Those of whom nothing was ever told: an erasure could not find them again.
SELECT customer_key FROM unnest(%(customer_keys)s::text[]) AS named (customer_key)
WHERE NOT EXISTS (SELECT FROM touchpoints WHERE touchpoints.customer_key = named.customer_key)
ORDER BY 1

-- name: forget
WITH gone AS (
    DELETE FROM identity_join_keys WHERE customer_key = ANY(%(customer_keys)s) RETURNING join_id
)
UPDATE identity_joins SET reason = '', undone_because = CASE WHEN undone_because IS NOT NULL THEN '' END
WHERE id IN (SELECT join_id FROM gone)
