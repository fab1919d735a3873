-- name: keep_vectors
INSERT INTO comment_vectors (feedback_id, space, vector, bands)
SELECT new.id, %(space)s, new.vector, new.bands::integer[]
FROM unnest(%(ids)s::uuid[], %(vectors)s::bytea[], %(bands)s::text[]) AS new (id, vector, bands)
ON CONFLICT (feedback_id) DO UPDATE
SET space = excluded.space, vector = excluded.vector, bands = coalesce(excluded.bands, comment_vectors.bands)

-- name: drop_vectors
DELETE FROM comment_vectors WHERE feedback_id = ANY(%(ids)s)

-- name: to_group
SELECT f.id, f.text, f.language, f.team, f.theme_id, f.themed_by, v.space, v.vector
FROM feedback AS f LEFT JOIN comment_vectors AS v ON v.feedback_id = f.id
WHERE f.themed_at IS NULL AND f.understood_by IS NOT NULL AND f.text <> ''
ORDER BY f.routed_at, f.id
LIMIT %(limit)s

-- name: still_to_group
SELECT id, text FROM feedback
WHERE id = ANY(%(ids)s) AND themed_at IS NULL AND text <> ''
ORDER BY id FOR UPDATE SKIP LOCKED

-- name: alike
-- Which of the comments that are in a theme share a band with these; most, but not all of them, are nearly the same.
-- What is itself to be grouped anew says nothing: two that changed alike would keep each other where they were.
SELECT new.id, f.text, f.theme_id
FROM unnest(%(ids)s::uuid[], %(bands)s::text[]) AS new (id, bands)
CROSS JOIN LATERAL (
    SELECT v.feedback_id FROM comment_vectors AS v
    WHERE v.bands && new.bands::integer[] AND v.feedback_id <> new.id
    LIMIT 20
) AS known
JOIN feedback AS f ON f.id = known.feedback_id
WHERE f.theme_id IS NOT NULL AND f.themed_at IS NOT NULL AND f.text <> ''

-- name: on_its_own
SELECT f.id, f.text, f.language, f.team, f.theme_id, f.themed_by, v.space, v.vector
FROM feedback AS f LEFT JOIN comment_vectors AS v ON v.feedback_id = f.id
WHERE f.theme_id IS NULL AND f.themed_by IS NULL AND f.themed_at IS NOT NULL AND f.text <> ''
ORDER BY f.themed_at DESC
LIMIT %(limit)s

-- name: still_on_its_own
SELECT id FROM feedback
WHERE id = ANY(%(ids)s) AND theme_id IS NULL AND themed_by IS NULL AND themed_at IS NOT NULL AND text <> ''
ORDER BY id FOR UPDATE SKIP LOCKED

-- name: newest_on_its_own
SELECT max(themed_at) FROM feedback
WHERE theme_id IS NULL AND themed_by IS NULL AND themed_at IS NOT NULL AND text <> ''

-- name: last_pass
SELECT up_to FROM theme_passes

-- name: note_pass
INSERT INTO theme_passes (up_to) VALUES (%(up_to)s) ON CONFLICT (lonely) DO UPDATE SET up_to = excluded.up_to

-- name: place
UPDATE feedback AS f
SET theme_id = new.theme_id, themed_at = %(now)s, themed_by = coalesce(%(by)s, f.themed_by)
FROM unnest(%(ids)s::uuid[], %(themes)s::uuid[]) AS new (id, theme_id)
WHERE f.id = new.id

-- name: members
SELECT f.id, f.text, f.language, f.team, f.theme_id, f.themed_by, v.space, v.vector
FROM feedback AS f LEFT JOIN comment_vectors AS v ON v.feedback_id = f.id
WHERE f.theme_id = %(theme_id)s AND f.text <> ''
ORDER BY f.routed_at DESC, f.id DESC
LIMIT %(limit)s

-- name: newest_texts
SELECT text, language FROM feedback WHERE text <> '' ORDER BY routed_at DESC, id DESC LIMIT %(limit)s

-- name: open_items
-- Of small themes all that is open, since each one more counts for all; of large ones those that have just come. Locked
-- in the order in which everybody locks items.
SELECT id, severity, severity_reasons, submitted_at, resolve_by, priority, theme_id
FROM feedback
WHERE due_at IS NOT NULL AND (theme_id = ANY(%(themes)s) OR id = ANY(%(ids)s))
ORDER BY id FOR NO KEY UPDATE

-- name: weigh
UPDATE feedback AS f SET priority = new.priority
FROM unnest(%(ids)s::uuid[], %(priorities)s::double precision[]) AS new (id, priority)
WHERE f.id = new.id
