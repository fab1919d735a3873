-- name: claim_ids
-- Whoever writes the id first takes the touchpoint in; a repetition finds it there and yields no row.
INSERT INTO touchpoint_ids (source, id)
SELECT new.source, new.id
FROM jsonb_to_recordset(%(ids)s) AS new (source text, id text)
ORDER BY new.source, new.id
ON CONFLICT DO NOTHING
RETURNING source, id

-- name: insert
INSERT INTO touchpoints (customer_key, source, id, type, time, context, attributes, received_at)
SELECT new.customer_key, new.source, new.id, new.type, new.time, new.context, new.attributes, %(now)s
FROM jsonb_to_recordset(%(touchpoints)s) AS new (
    customer_key text, source text, id text, type text, time timestamptz, context jsonb, attributes jsonb
)

-- name: count_since
SELECT count(*) FROM touchpoints WHERE received_at >= %(since)s
