-- name: newest_checksum
SELECT version, checksum FROM surveys WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO surveys (key, version, definition, checksum, published_at)
VALUES (%(key)s, %(version)s, %(definition)s, %(checksum)s, %(now)s)

-- name: newest
SELECT version, definition FROM surveys WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: get
SELECT version, definition FROM surveys WHERE key = %(key)s AND version = %(version)s

-- name: page
SELECT DISTINCT ON (key) key, version, published_at, definition
FROM surveys
WHERE key > %(after)s
ORDER BY key, version DESC
LIMIT %(limit)s
