-- name: insert
INSERT INTO immersions (id, person, kind, day, channel, journey, notes, findings, by, logged_at)
VALUES (%(id)s, %(person)s, %(kind)s, %(day)s, %(channel)s, %(journey)s, %(notes)s, %(findings)s, %(by)s, %(logged_at)s)
ON CONFLICT (id) DO NOTHING
RETURNING id

-- name: find
SELECT id, person, kind, day, channel, journey, notes, findings, by, logged_at FROM immersions WHERE id = %(id)s

-- name: actions
SELECT immersion_id, place, action, owner, due_on, by, taken_up_at
FROM immersion_actions WHERE immersion_id = ANY(%(ids)s) ORDER BY immersion_id, place

-- name: take_up
INSERT INTO immersion_actions (immersion_id, place, action, owner, due_on, by, taken_up_at)
VALUES (%(immersion_id)s, %(place)s, %(action)s, %(owner)s, %(due_on)s, %(by)s, %(taken_up_at)s)
ON CONFLICT (immersion_id, place) DO NOTHING
RETURNING place

-- name: page
SELECT id, person, kind, day, channel, journey, notes, findings, by, logged_at
FROM immersions
WHERE (%(person)s::text IS NULL OR person = %(person)s) AND (logged_at, id) > (%(at)s, %(after)s)
ORDER BY logged_at, id
LIMIT %(limit)s

-- name: newest
SELECT id, person, kind, day, channel, journey, notes, findings, by, logged_at
FROM immersions
WHERE (%(person)s::text IS NULL OR person = %(person)s) AND (logged_at, id) < (%(at)s, %(before)s)
ORDER BY logged_at DESC, id DESC
LIMIT %(limit)s

-- name: noted
-- What left no trace can't be told from what never was: only those with notes and channel.
SELECT id, person, kind, day, channel, journey, notes, findings, by, logged_at
FROM immersions
WHERE person = ANY(%(people)s) AND day BETWEEN %(first_day)s AND %(last_day)s AND logged_at <= %(as_of)s
  AND notes IS NOT NULL AND channel IS NOT NULL
ORDER BY logged_at, id
