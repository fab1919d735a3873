-- name: newest_checksum
SELECT version, checksum FROM journeys WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO journeys (key, version, definition, checksum, published_at)
VALUES (%(key)s, %(version)s, %(definition)s, %(checksum)s, %(now)s)

-- name: newest
SELECT version, definition, published_at FROM journeys WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: in_force
SELECT DISTINCT ON (key) version, definition, published_at FROM journeys ORDER BY key, version DESC

-- name: page
SELECT DISTINCT ON (key) version, definition, published_at
FROM journeys WHERE key > %(after)s ORDER BY key, version DESC LIMIT %(limit)s
