-- name: newest_checksum
SELECT version, checksum FROM rule_books ORDER BY version DESC LIMIT 1

-- name: newest
SELECT version, definition, set_at FROM rule_books ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO rule_books (version, definition, checksum, set_at)
VALUES (%(version)s, %(definition)s, %(checksum)s, %(now)s)
