-- name: position
SELECT position FROM cursors WHERE source = %(source)s

-- name: begin
INSERT INTO cursors (source, position) VALUES (%(source)s, '') ON CONFLICT DO NOTHING

-- name: lock_position
SELECT position FROM cursors WHERE source = %(source)s FOR UPDATE

-- name: move
UPDATE cursors SET position = %(position)s, moved_at = now() WHERE source = %(source)s

-- name: rewind
UPDATE cursors SET position = '', moved_at = now() WHERE source = %(source)s

-- name: park
INSERT INTO parked_events (source, id, type, reason, event)
VALUES (%(source)s, %(id)s, %(type)s, %(reason)s, %(event)s)
ON CONFLICT DO NOTHING

-- name: forget
DELETE FROM parked_events WHERE id = ANY(%(ids)s) OR event ->> %(field)s = ANY(%(values)s)
