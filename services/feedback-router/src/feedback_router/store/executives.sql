-- name: newest_checksum
SELECT version, checksum FROM executive_lists ORDER BY version DESC LIMIT 1

-- name: newest
SELECT version, definition, set_at FROM executive_lists ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO executive_lists (version, definition, checksum, set_at)
VALUES (%(version)s, %(definition)s, %(checksum)s, %(now)s)
