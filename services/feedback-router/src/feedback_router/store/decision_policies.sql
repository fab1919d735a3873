-- name: newest_checksum
SELECT version, checksum FROM decision_policies ORDER BY version DESC LIMIT 1

-- name: newest
SELECT version, definition, set_at FROM decision_policies ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO decision_policies (version, definition, checksum, set_at)
VALUES (%(version)s, %(definition)s, %(checksum)s, %(now)s)

-- name: keep_dry_run
INSERT INTO decision_dry_runs (id, definition, since, until, result, by, at)
VALUES (%(id)s, %(definition)s, %(since)s, %(until)s, %(result)s, %(by)s, %(at)s)

-- name: dry_run
SELECT id, definition, since, until, result, by, at FROM decision_dry_runs WHERE id = %(id)s
