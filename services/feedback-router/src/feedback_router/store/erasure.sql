-- name: remember
INSERT INTO erased_responses (response_id, erased_at)
SELECT unnest(%(responses)s::uuid[]), %(now)s
ON CONFLICT DO NOTHING

-- name: known
SELECT response_id FROM erased_responses WHERE response_id = ANY(%(responses)s)

-- name: forget_feedback
-- Team, status, language, sentiment and scores stay: they are what is counted. What was said in words goes.
UPDATE feedback
SET customer_key = NULL, text = '', product = NULL, phrases = '{}', reason = 'The customer was erased.',
    why = NULL, severity_reasons = NULL,
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

-- name: forget_theme_words
-- Phrases are of words that at least two said; they are worked out anew from those who are left.
UPDATE themes
SET phrases = '{}', centroid = NULL, stale = merged_into IS NULL, name = CASE WHEN named_by IS NULL THEN '' ELSE name END
WHERE id IN (SELECT theme_id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_vectors
DELETE FROM comment_vectors WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_messages
-- Those that still wait as well: nobody is written to about who is not there any more.
DELETE FROM messages WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_digest_mail
-- A digest whose mail still waits is drawn up anew, without them.
WITH mail AS (
    DELETE FROM messages WHERE id IN (
        SELECT digest_id FROM digest_items
        WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))
    )
    RETURNING id, state
)
DELETE FROM digests WHERE id IN (SELECT id FROM mail WHERE state = 'waiting')

-- name: forget_digest_items
UPDATE digest_items SET words = NULL, customer_key = NULL
WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_digest_themes
-- A theme's name is of its comments' words, wherever it was read.
UPDATE digest_items SET why = 'said'
WHERE split_part(why, ':', 1) IN ('theme', 'emerging') AND feedback_id IN (
    SELECT id FROM feedback
    WHERE theme_id IN (SELECT theme_id FROM feedback WHERE response_id = ANY(%(responses)s))
)

-- name: forget_mail_of_many
-- Mail to executives of what is critical, and of praise, tells of others as well: of what still waits they are told anew,
-- executives at once.
WITH mail AS (
    DELETE FROM messages WHERE id IN (
        SELECT message_id FROM (
            SELECT message_id, feedback_id FROM critical_notices
            UNION ALL
            SELECT message_id, feedback_id FROM praises
        ) AS told
        WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))
    )
    RETURNING id, state
), waiting AS (
    SELECT id FROM mail WHERE state = 'waiting'
), noticed AS (
    UPDATE critical_notices SET message_id = NULL WHERE message_id IN (SELECT id FROM waiting)
), praised AS (
    UPDATE praises SET message_id = NULL WHERE message_id IN (SELECT id FROM waiting)
), sent AS (
    DELETE FROM critical_mails WHERE message_id IN (SELECT id FROM waiting)
)
DELETE FROM praise_mails WHERE message_id IN (SELECT id FROM waiting)

-- name: forget_critical_notices
DELETE FROM critical_notices WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_praise
DELETE FROM praises WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_agents
DELETE FROM touchpoint_agents WHERE event_id = ANY(%(told)s)

-- name: forget_contacts
DELETE FROM contacts WHERE id = ANY(%(told)s)

-- name: forget_amounts
DELETE FROM touchpoint_amounts WHERE event_id = ANY(%(told)s)

-- name: forget_claims
-- What still waits is decided by nobody any more.
DELETE FROM feedback_touchpoints
WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_decisions
-- The books of what was paid stay whole: rule, touchpoint and amount, and none of whose they were.
UPDATE decisions SET customer_key = NULL
WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_reversal_notes
UPDATE decision_steps SET note = NULL
WHERE note IS NOT NULL AND decision_id IN (
    SELECT d.id FROM decisions AS d JOIN feedback AS f ON f.id = d.feedback_id
    WHERE f.response_id = ANY(%(responses)s)
)

-- name: forget_complaints
-- The reference leads nowhere from now on.
DELETE FROM complaints WHERE id = ANY(%(responses)s)

-- name: mark_touchpoints_on_their_way
-- The survey service may hear of these complainants this moment, or has heard without our knowing. Who tells it, or finds
-- the row after them, tells of the erasure once more: soon, whenever the next attempt would have been.
UPDATE outgoing_touchpoints AS t
SET customer_key = '', sealed = NULL, erased_as = c.pseudonym,
    next_at = least(t.next_at, %(now)s::timestamptz + interval '2 minutes')
FROM complaints AS c
WHERE c.id = ANY(%(responses)s) AND c.pseudonym IS NOT NULL
  AND t.feedback_id = c.feedback_id AND t.attempts > 0 AND t.next_at IS NOT NULL

-- name: forget_touchpoints
DELETE FROM outgoing_touchpoints
WHERE erased_as IS NULL AND feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))

-- name: forget_replies
DELETE FROM replies WHERE feedback_id IN (SELECT id FROM feedback WHERE response_id = ANY(%(responses)s))
