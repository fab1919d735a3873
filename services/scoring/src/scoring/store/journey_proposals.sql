-- name: insert
INSERT INTO journey_proposals (id, key, definition, state, proposed_at)
VALUES (%(id)s, %(key)s, %(definition)s, 'proposed', %(now)s)

-- name: note
INSERT INTO journey_steps (id, proposal_id, action, owner, by, comment, at)
VALUES (%(id)s, %(proposal_id)s, %(action)s, %(owner)s, %(by)s, %(comment)s, %(at)s)

-- name: end
UPDATE journey_proposals SET state = %(state)s, version = %(version)s WHERE id = %(id)s

-- name: get
SELECT id, key, definition, state, version, proposed_at FROM journey_proposals WHERE id = %(id)s

-- name: lock
SELECT id, key, definition, state, version, proposed_at FROM journey_proposals WHERE id = %(id)s FOR UPDATE

-- name: page
SELECT id, key, definition, state, version, proposed_at
FROM journey_proposals
WHERE key = %(key)s AND (proposed_at, id) > (%(at)s, %(after)s)
ORDER BY proposed_at, id
LIMIT %(limit)s

-- name: page_of_all
SELECT id, key, definition, state, version, proposed_at
FROM journey_proposals
WHERE (proposed_at, id) > (%(at)s, %(after)s)
ORDER BY proposed_at, id
LIMIT %(limit)s

-- name: steps
SELECT proposal_id, action, owner, by, comment, at
FROM journey_steps WHERE proposal_id = ANY(%(ids)s) ORDER BY at, id
