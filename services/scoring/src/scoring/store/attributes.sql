-- name: newest_checksum
SELECT version, checksum FROM dimensions WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO dimensions (key, version, definition, checksum, set_at)
VALUES (%(key)s, %(version)s, %(definition)s, %(checksum)s, %(now)s)

-- name: newest
SELECT version, definition, set_at FROM dimensions WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: ever
-- An attribute that is declared no more can still be asked by, for what was heard while it was.
SELECT DISTINCT jsonb_array_elements_text(definition->'attributes') FROM dimensions WHERE key = %(key)s

-- name: keep
-- What was told first of a touchpoint stays: the survey service takes each only once.
INSERT INTO touchpoint_attributes (source, id, event_id, attributes)
SELECT source, id, event_id, attributes
FROM jsonb_to_recordset(%(touchpoints)s) AS new (source text, id text, event_id uuid, attributes jsonb)
ORDER BY id, source
ON CONFLICT (id, source) DO NOTHING

-- name: of_touchpoints
SELECT kept.source, kept.id, kept.attributes
FROM jsonb_to_recordset(%(touchpoints)s) AS told (source text, id text)
JOIN touchpoint_attributes AS kept ON kept.id = told.id AND kept.source = told.source

-- name: forget
DELETE FROM touchpoint_attributes WHERE event_id = ANY(%(events)s)
