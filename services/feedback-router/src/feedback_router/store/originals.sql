-- name: keep
INSERT INTO originals (feedback_id, text)
SELECT * FROM unnest(%(ids)s::uuid[], %(texts)s::text[])
ON CONFLICT (feedback_id) DO UPDATE SET text = excluded.text

-- name: add
INSERT INTO originals (feedback_id, added) VALUES (%(id)s, ARRAY[%(text)s])
ON CONFLICT (feedback_id) DO UPDATE SET added = originals.added || excluded.added

-- name: holds
SELECT EXISTS (SELECT FROM originals WHERE feedback_id = %(id)s AND %(text)s = ANY (added))

-- name: drop
WITH alone AS (DELETE FROM originals WHERE feedback_id = %(id)s AND added IS NULL)
UPDATE originals SET text = NULL WHERE feedback_id = %(id)s AND added IS NOT NULL

-- name: get
-- What is not masked stands in the item itself.
SELECT array_to_string(coalesce(originals.text, feedback.text) || originals.added, E'\n\n')
FROM originals JOIN feedback ON feedback.id = originals.feedback_id
WHERE feedback_id = %(id)s
