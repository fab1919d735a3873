-- name: newest_checksum
SELECT version, checksum FROM plans WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO plans (key, version, definition, checksum, set_at)
VALUES (%(key)s, %(version)s, %(definition)s, %(checksum)s, %(now)s)

-- name: newest
SELECT version, definition, set_at FROM plans WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: in_force
SELECT DISTINCT ON (key) version, definition, set_at FROM plans ORDER BY key, version DESC
