-- name: keep_agents
INSERT INTO touchpoint_agents (source, touchpoint_id, agent, event_id)
SELECT source, touchpoint_id, agent, event_id
FROM jsonb_to_recordset(%(agents)s) AS new (source text, touchpoint_id text, agent text, event_id uuid)
ON CONFLICT DO NOTHING

-- name: agent_of
SELECT agent FROM touchpoint_agents WHERE source = %(source)s AND touchpoint_id = %(touchpoint_id)s

-- name: insert
INSERT INTO praises (feedback_id, person, known_by, at)
VALUES (%(feedback_id)s, %(person)s, %(known_by)s, %(now)s)
ON CONFLICT DO NOTHING

-- name: drop
-- Words that have changed praise nobody until they are read again; what a mail has brought stays.
DELETE FROM praises WHERE feedback_id = %(feedback_id)s AND message_id IS NULL

-- name: waiting
SELECT DISTINCT p.person FROM praises AS p
WHERE p.message_id IS NULL AND NOT EXISTS (SELECT FROM praise_opt_outs AS o WHERE o.person = p.person)
ORDER BY p.person

-- name: take
-- One mail a person and day: who comes second takes nothing.
WITH mail AS (
    INSERT INTO praise_mails (person, day, message_id) VALUES (%(person)s, %(day)s, %(message_id)s)
    ON CONFLICT DO NOTHING
    RETURNING message_id
)
UPDATE praises SET message_id = mail.message_id
FROM mail
WHERE praises.person = %(person)s AND praises.message_id IS NULL
RETURNING praises.feedback_id

-- name: opted_out
SELECT EXISTS (SELECT FROM praise_opt_outs WHERE person = %(person)s)

-- name: opt_out
INSERT INTO praise_opt_outs (person, at) VALUES (%(person)s, %(now)s) ON CONFLICT DO NOTHING

-- name: opt_in
DELETE FROM praise_opt_outs WHERE person = %(person)s

-- name: counts
SELECT f.team, p.person, count(*) AS count
FROM praises AS p JOIN feedback AS f ON f.id = p.feedback_id
WHERE p.at >= %(since)s AND (%(team)s::text IS NULL OR f.team = %(team)s)
GROUP BY f.team, p.person
ORDER BY count(*) DESC, f.team, p.person

-- name: kept
SELECT team, count(*) FROM feedback
WHERE routed_at >= %(since)s AND kind = 'praise' AND (%(team)s::text IS NULL OR team = %(team)s)
GROUP BY team ORDER BY team
