-- name: create
INSERT INTO api_keys (prefix, hash, name, scopes, subject, per_minute)
VALUES (%(prefix)s, %(hash)s, %(name)s, %(scopes)s, %(subject)s, %(per_minute)s)

-- name: find
SELECT hash, name, scopes, subject, per_minute FROM api_keys WHERE prefix = %(prefix)s AND revoked_at IS NULL

-- name: grant
UPDATE api_keys SET scopes = %(scopes)s WHERE prefix = %(prefix)s

-- name: revoke
UPDATE api_keys SET revoked_at = now() WHERE prefix = %(prefix)s AND revoked_at IS NULL

-- name: list
SELECT prefix, name, scopes, subject, per_minute, created_at, revoked_at FROM api_keys ORDER BY created_at
