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
