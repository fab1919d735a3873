-- name: newest_checksum
SELECT version, checksum FROM at_risk_models WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO at_risk_models (key, version, definition, checksum, set_at)
VALUES (%(key)s, %(version)s, %(definition)s, %(checksum)s, %(now)s)

-- name: find
SELECT key, version, definition, checksum, set_at FROM at_risk_models WHERE key = %(key)s AND version = %(version)s

-- name: page
SELECT key, version, definition, checksum, set_at
FROM at_risk_models WHERE key = %(key)s AND version < %(before)s ORDER BY version DESC LIMIT %(limit)s

-- name: in_use
SELECT DISTINCT ON (key) key, version, definition, checksum, set_at
FROM at_risk_models WHERE definition ->> 'refused' IS NULL ORDER BY key, version DESC
