-- name: newest_checksum
SELECT version, checksum FROM triggers WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO triggers (key, version, definition, checksum, set_at)
VALUES (%(key)s, %(version)s, %(definition)s, %(checksum)s, %(now)s)

-- name: in_force
SELECT DISTINCT ON (key) key, version, definition FROM triggers ORDER BY key, version DESC
