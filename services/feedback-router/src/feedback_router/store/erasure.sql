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
    what_was_done = CASE WHEN status = 'resolved' THEN 'The customer was erased.' END
WHERE response_id = ANY(%(responses)s)

-- name: forget_notes
UPDATE feedback_transitions SET note = NULL
WHERE note IS NOT NULL AND feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))
