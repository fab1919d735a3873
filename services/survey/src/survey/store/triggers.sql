-- name: newest_checksum
SELECT version, checksum FROM triggers WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO triggers (key, version, definition, checksum, set_at)
VALUES (%(key)s, %(version)s, %(definition)s, %(checksum)s, %(now)s)

-- name: in_force
-- With the version of its survey that is asked with from now on.
SELECT newest.version, newest.definition, asked.version
FROM (SELECT DISTINCT ON (key) key, version, definition FROM triggers ORDER BY key, version DESC) AS newest
CROSS JOIN LATERAL (
    SELECT version FROM surveys WHERE key = newest.definition ->> 'survey' ORDER BY version DESC LIMIT 1
) AS asked
ORDER BY newest.key

-- name: page
SELECT DISTINCT ON (key) key, definition FROM triggers WHERE key > %(after)s ORDER BY key, version DESC LIMIT %(limit)s
