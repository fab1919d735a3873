-- name: newest_checksum
SELECT version, checksum FROM at_risk_programmes WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO at_risk_programmes (key, version, definition, checksum, set_at)
VALUES (%(key)s, %(version)s, %(definition)s, %(checksum)s, %(now)s)

-- name: in_force
SELECT DISTINCT ON (key) version, definition, set_at FROM at_risk_programmes ORDER BY key, version DESC

-- name: page
SELECT DISTINCT ON (key) version, definition, set_at
FROM at_risk_programmes WHERE key > %(after)s ORDER BY key, version DESC LIMIT %(limit)s
