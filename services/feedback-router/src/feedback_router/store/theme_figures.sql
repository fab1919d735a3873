-- name: counts
SELECT f.theme_id, count(*) AS count, count(*) FILTER (WHERE f.due_at IS NOT NULL) AS open,
       count(DISTINCT f.customer_key) AS customers, max(f.severity) AS severity,
       count(*) FILTER (WHERE f.severity >= 3) AS severe, min(f.submitted_at) AS first_at,
       max(f.submitted_at) AS last_at
FROM feedback AS f
WHERE f.theme_id = ANY(%(ids)s) AND (%(team)s::text IS NULL OR f.team = %(team)s)
GROUP BY f.theme_id

-- name: weeks
-- Weeks that count back from now, so that the last is whole.
SELECT theme_id, floor(extract(epoch FROM %(now)s::timestamptz - submitted_at) / 604800)::integer AS ago, count(*)
FROM feedback
WHERE theme_id = ANY(%(ids)s) AND submitted_at <= %(now)s AND submitted_at > %(since)s
  AND (%(team)s::text IS NULL OR team = %(team)s)
GROUP BY theme_id, ago

-- name: quotes
SELECT t.id, q.id, q.text, q.language, q.submitted_at, q.severity
FROM unnest(%(ids)s::uuid[]) AS t (id)
CROSS JOIN LATERAL (
    SELECT f.id, f.text, f.language, f.submitted_at, f.severity FROM feedback AS f
    WHERE f.theme_id = t.id AND f.text <> '' AND (%(team)s::text IS NULL OR f.team = %(team)s)
    ORDER BY f.routed_at DESC, f.id DESC
    LIMIT %(limit)s
) AS q

-- name: places
SELECT journey, channel, count(*) AS everyone, count(*) FILTER (WHERE theme_id = %(id)s) AS count
FROM feedback
WHERE submitted_at > %(since)s AND (%(team)s::text IS NULL OR team = %(team)s)
GROUP BY journey, channel

-- name: days
-- Of all comments and of each theme, by days that count back from now; from the index alone.
SELECT theme_id, floor(extract(epoch FROM %(now)s::timestamptz - submitted_at) / 86400)::integer AS ago, count(*)
FROM feedback
WHERE submitted_at <= %(now)s AND submitted_at > %(since)s
GROUP BY theme_id, ago

-- name: teams_of
SELECT team, count(*) FROM feedback
WHERE theme_id = %(id)s AND submitted_at <= %(now)s AND submitted_at > %(since)s
GROUP BY team ORDER BY team

-- name: episodes
SELECT theme_id, began_at, ended_at, days, seen, expected, chance
FROM theme_episodes
WHERE theme_id = ANY(%(ids)s)
ORDER BY theme_id, began_at DESC

-- name: going_on
SELECT e.theme_id FROM theme_episodes AS e JOIN themes AS t ON t.id = e.theme_id
WHERE e.ended_at IS NULL

-- name: begin_episode
-- One at a time: who comes second gets no row back.
INSERT INTO theme_episodes (theme_id, began_at, days, seen, expected, chance)
VALUES (%(theme_id)s, %(began_at)s, %(days)s, %(seen)s, %(expected)s, %(chance)s)
ON CONFLICT DO NOTHING

-- name: end_episode
UPDATE theme_episodes SET ended_at = %(now)s WHERE theme_id = %(theme_id)s AND ended_at IS NULL

-- name: is_told
SELECT EXISTS (SELECT FROM replies WHERE id = %(id)s)
