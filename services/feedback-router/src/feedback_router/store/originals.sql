-- name: keep
INSERT INTO originals (feedback_id, text)
SELECT * FROM unnest(%(ids)s::uuid[], %(texts)s::text[])
ON CONFLICT (feedback_id) DO UPDATE SET text = excluded.text

-- name: add
INSERT INTO originals (feedback_id, text)
SELECT id, text || E'\n\n' || %(text)s FROM feedback WHERE id = %(id)s
ON CONFLICT (feedback_id) DO UPDATE SET text = originals.text || E'\n\n' || %(text)s

-- name: drop
DELETE FROM originals WHERE feedback_id = %(id)s

-- name: get
SELECT text FROM originals WHERE feedback_id = %(id)s
