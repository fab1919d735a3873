-- name: newest_checksum
SELECT version, checksum FROM retention_policies ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO retention_policies (version, definition, checksum, set_at)
VALUES (%(version)s, %(definition)s, %(checksum)s, %(now)s)

-- name: newest
SELECT version, definition FROM retention_policies ORDER BY version DESC LIMIT 1

-- name: newest_first
SELECT version, set_at, definition FROM retention_policies WHERE version < %(before)s ORDER BY version DESC LIMIT %(limit)s
