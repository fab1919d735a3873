-- name: hold
-- Who declares amounts waits for who did so before, and for who puts a policy in force that pays by them.
SELECT pg_advisory_xact_lock(hashtextextended('amount_attributes', 0))

-- name: declared
SELECT attribute, currency, declared_at, history_read FROM amount_attributes ORDER BY attribute

-- name: undeclare
DELETE FROM amount_attributes WHERE attribute <> ALL(%(attributes)s)

-- name: declare
-- What stays as it was need not be read again.
INSERT INTO amount_attributes AS known (attribute, currency, declared_at)
SELECT attribute, currency, %(now)s
FROM unnest(%(attributes)s::text[], %(currencies)s::text[]) AS new (attribute, currency)
ON CONFLICT (attribute) DO UPDATE SET currency = excluded.currency, declared_at = excluded.declared_at
WHERE known.currency <> excluded.currency

-- name: forget_undeclared
UPDATE touchpoint_amounts SET amounts = amounts - %(gone)s::text[] WHERE amounts ?| %(gone)s::text[]

-- name: history_was_read
UPDATE amount_attributes SET history_read = true WHERE attribute = ANY(%(attributes)s)

-- name: keep
-- Told again it is the same touchpoint; since amounts may have been declared meanwhile, the newer ones count.
INSERT INTO touchpoint_amounts (source, id, customer_key, type, at, event_id, amounts)
SELECT source, id, customer_key, type, at, event_id, amounts
FROM jsonb_to_recordset(%(told)s) AS new (
    source text, id text, customer_key text, type text, at timestamptz, event_id uuid, amounts jsonb
)
ORDER BY source, id
ON CONFLICT (source, id) DO UPDATE SET amounts = excluded.amounts
