-- name: remember
INSERT INTO erased_responses (response_id, erased_at)
SELECT unnest(%(responses)s::uuid[]), %(now)s
ON CONFLICT DO NOTHING

-- name: known
SELECT response_id FROM erased_responses WHERE response_id = ANY(%(responses)s)

-- name: forget_feedback
-- Team, status, language, sentiment and scores stay: they are what is counted. What was said in words goes.
UPDATE feedback
SET customer_key = NULL, text = '', phrases = '{}', reason = 'The customer was erased.',
    severity_reasons = NULL,
    what_was_done = CASE WHEN status = 'resolved' THEN 'The customer was erased.' END
WHERE response_id = ANY(%(responses)s)

-- name: forget_originals
DELETE FROM originals WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_notes
-- A link may say of whom it tells.
UPDATE feedback_transitions SET note = NULL, detail = detail - 'url' - 'label'
WHERE (note IS NOT NULL OR action = 'link')
  AND feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_corrections
DELETE FROM routing_corrections WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_messages
-- Those that still wait as well: nobody is written to about who is not there any more.
DELETE FROM messages WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_contacts
DELETE FROM contacts WHERE id = ANY(%(told)s)

-- name: forget_complaints
-- The reference leads nowhere from now on.
DELETE FROM complaints WHERE id = ANY(%(responses)s)

-- name: forget_touchpoints
DELETE FROM outgoing_touchpoints WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_replies
DELETE FROM replies WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))
