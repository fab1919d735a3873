-- name: find
SELECT key, email, name, language FROM customers WHERE key = ANY(%(keys)s)

-- name: upsert
INSERT INTO customers (key, email, name, language, updated_at)
SELECT new.key, new.email, new.name, new.language, %(now)s
FROM jsonb_to_recordset(%(customers)s) AS new (key text, email text, name text, language text)
ORDER BY new.key
ON CONFLICT (key) DO UPDATE
SET email = coalesce(excluded.email, customers.email),
    name = coalesce(excluded.name, customers.name),
    language = coalesce(excluded.language, customers.language),
    updated_at = excluded.updated_at
RETURNING key, email, name, language
