-- name: newest_checksum
SELECT version, checksum FROM brands ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO brands (version, definition, checksum, set_at) VALUES (%(version)s, %(definition)s, %(checksum)s, %(now)s)

-- name: get
SELECT definition FROM brands WHERE checksum = %(checksum)s LIMIT 1

-- name: newest_first
SELECT version, set_at, definition FROM brands WHERE version < %(before)s ORDER BY version DESC LIMIT %(limit)s
