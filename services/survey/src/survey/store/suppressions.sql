-- name: reasons
-- A bounce counts for as long as the customer has the address that bounced.
SELECT s.customer_key, s.reason
FROM mail_suppressions AS s
LEFT JOIN customers AS c ON c.key = s.customer_key
WHERE s.customer_key = ANY(%(keys)s)
  AND (s.reason <> 'bounced' OR c.email IS NULL OR s.address_hash = sha256(convert_to(lower(c.email), 'UTF8')))

-- name: suppress
-- What the customer decided outlives what a mail server told, and stays as it was first said. An address that bounced
-- replaces another that did.
INSERT INTO mail_suppressions AS known (customer_key, reason, since, address_hash)
SELECT wanted.customer_key, %(reason)s, %(now)s,
       CASE WHEN %(reason)s = 'bounced' THEN sha256(convert_to(lower(coalesce(c.email, '')), 'UTF8')) END
FROM unnest(%(keys)s::text[]) AS wanted (customer_key)
LEFT JOIN customers AS c ON c.key = wanted.customer_key
ON CONFLICT (customer_key) DO UPDATE
SET reason = excluded.reason, since = excluded.since, address_hash = excluded.address_hash
WHERE known.reason = 'bounced' AND known.address_hash IS DISTINCT FROM excluded.address_hash
RETURNING customer_key

-- name: lift
-- An address that does not work does not begin to by being asked for.
DELETE FROM mail_suppressions WHERE customer_key = %(key)s AND reason <> 'bounced' RETURNING customer_key
