-- name: newest_checksum
SELECT version, checksum FROM measures WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO measures (key, version, definition, checksum, set_at)
VALUES (%(key)s, %(version)s, %(definition)s, %(checksum)s, %(now)s)

-- name: in_force
SELECT DISTINCT ON (key) key, version, definition
FROM measures WHERE set_at <= coalesce(%(at)s::timestamptz, 'infinity')
ORDER BY key, version DESC

-- name: versions
SELECT version, definition, set_at FROM measures WHERE key = %(key)s ORDER BY version
