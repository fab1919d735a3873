-- name: lock
-- One at a time decides what belongs together, so that two never make two themes of one. Who changes many items takes it
-- before the first of them: then nobody who holds an item waits for who waits for it.
SELECT pg_advisory_xact_lock(hashtext('themes'))

-- name: try_lock
SELECT pg_try_advisory_xact_lock(hashtext('themes'))

-- name: insert
INSERT INTO themes (id, name, named_by, space, made_by, created_at)
SELECT new.id, new.name, new.named_by, %(space)s, new.made_by, new.created_at
FROM jsonb_to_recordset(%(themes)s) AS new (id uuid, name text, named_by text, made_by text, created_at timestamptz)

-- name: get
-- What was merged is what it was merged into.
SELECT id, name, named_by, phrases, size, made_by, created_at
FROM themes
WHERE id = (SELECT coalesce(merged_into, id) FROM themes WHERE id = %(id)s)

-- name: sizes
SELECT id, size FROM themes WHERE id = ANY(%(ids)s)

-- name: page
SELECT id, name, named_by, phrases, size, made_by, created_at
FROM themes AS t
WHERE merged_into IS NULL AND size > 0
  AND (%(after)s::uuid IS NULL OR (size, id) < (SELECT size, id FROM themes WHERE id = %(after)s))
  AND (
      num_nulls(%(team)s::text, %(kind)s::text) = 2
      OR EXISTS (
          SELECT FROM feedback AS f
          WHERE f.theme_id = t.id AND (%(team)s::text IS NULL OR f.team = %(team)s)
            AND (%(kind)s::text IS NULL OR f.kind = %(kind)s)
      )
  )
  AND (
      %(emerging)s::boolean IS NULL
      OR %(emerging)s = EXISTS (SELECT FROM theme_episodes AS e WHERE e.theme_id = t.id AND e.ended_at IS NULL)
  )
  AND (
      %(open)s::boolean IS NULL
      OR %(open)s = EXISTS (
          SELECT FROM feedback AS f
          WHERE f.theme_id = t.id AND f.due_at IS NOT NULL AND (%(team)s::text IS NULL OR f.team = %(team)s)
            AND (%(kind)s::text IS NULL OR f.kind = %(kind)s)
      )
  )
ORDER BY size DESC, id DESC
LIMIT %(limit)s

-- name: middles
SELECT id, centroid FROM themes
WHERE merged_into IS NULL AND space = %(space)s AND centroid IS NOT NULL AND size > 0
ORDER BY id

-- name: count_anew
-- Sizes of themes whose items have changed, and whether they have outgrown their description.
UPDATE themes AS t
SET size = now.size, stale = t.stale OR now.size > t.described_size * 1.25 OR %(stale)s
FROM (
    SELECT wanted.id, count(f.id) AS size
    FROM unnest(%(ids)s::uuid[]) AS wanted (id) LEFT JOIN feedback AS f ON f.theme_id = wanted.id
    GROUP BY wanted.id
) AS now
WHERE t.id = now.id
RETURNING t.id, t.size

-- name: stale
SELECT id FROM themes
WHERE merged_into IS NULL AND size > 0 AND (stale OR space <> %(space)s)
ORDER BY id LIMIT %(limit)s

-- name: describe
UPDATE themes
SET space = %(space)s, centroid = %(centroid)s, phrases = %(phrases)s, described_size = size, stale = false,
    name = CASE WHEN named_by IS NULL THEN %(name)s ELSE name END
WHERE id = %(id)s

-- name: rename
UPDATE themes SET name = %(name)s, named_by = %(by)s WHERE id = %(id)s

-- name: merge
-- What had been merged into it before leads on, so that one step is always enough.
UPDATE themes
SET merged_into = %(into)s, size = 0, centroid = NULL, stale = false
WHERE id = %(id)s OR merged_into = %(id)s

-- name: move_all
UPDATE feedback SET theme_id = %(into)s WHERE theme_id = %(id)s

-- name: last_resolution
SELECT theme_id, number, team, at, by, request_id, what_was_done, root_cause, closed_at
FROM theme_resolutions
WHERE theme_id = %(theme_id)s AND team IS NOT DISTINCT FROM %(team)s
ORDER BY number DESC LIMIT 1

-- name: resolutions
SELECT theme_id, number, team, at, by, request_id, what_was_done, root_cause, closed_at
FROM theme_resolutions
WHERE theme_id = ANY(%(ids)s) AND (%(team)s::text IS NULL OR team IS NULL OR team = %(team)s)
ORDER BY theme_id, number

-- name: resolve
INSERT INTO theme_resolutions (theme_id, number, team, at, by, request_id, what_was_done, root_cause)
SELECT %(theme_id)s, coalesce(max(number), 0) + 1, %(team)s, %(at)s, %(by)s, %(request_id)s, %(what_was_done)s,
       %(root_cause)s
FROM theme_resolutions WHERE theme_id = %(theme_id)s
RETURNING theme_id, number, team, at, by, request_id, what_was_done, root_cause, closed_at

-- name: is_closing
SELECT EXISTS (SELECT FROM theme_resolutions WHERE theme_id = ANY(%(ids)s) AND closed_at IS NULL)

-- name: move_resolutions
UPDATE theme_resolutions AS r
SET theme_id = %(into)s, number = r.number + (
    SELECT coalesce(max(o.number), 0) FROM theme_resolutions AS o WHERE o.theme_id = %(into)s
)
WHERE r.theme_id = %(id)s

-- name: claim_resolution
SELECT theme_id, number, team, at, by, request_id, what_was_done, root_cause, closed_at
FROM theme_resolutions WHERE closed_at IS NULL ORDER BY at LIMIT 1 FOR UPDATE SKIP LOCKED

-- name: still_open
-- What was there when it was resolved; what came since is not said to be solved.
SELECT id FROM feedback
WHERE theme_id = %(theme_id)s AND due_at IS NOT NULL AND routed_at <= %(at)s
  AND (%(team)s::text IS NULL OR team = %(team)s)
ORDER BY id LIMIT %(limit)s FOR UPDATE

-- name: close_resolution
UPDATE theme_resolutions SET closed_at = %(now)s WHERE theme_id = %(theme_id)s AND number = %(number)s
