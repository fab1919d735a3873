-- name: lock
SELECT pg_advisory_xact_lock(hashtextextended('customers who go', 0))

-- name: hold
-- Of somebody who is known under two keys both rows, in the order in which everybody else takes them. Who writes about
-- one of them meanwhile is waited for.
SELECT FROM customers WHERE key = ANY(%(keys)s) ORDER BY key FOR UPDATE

-- name: forget_customer
-- First of all: who is inviting or answering at this moment holds the row, and what they write is found afterwards.
DELETE FROM customers WHERE key = %(key)s

-- name: forget_touchpoints
DELETE FROM touchpoints WHERE customer_key = %(key)s

-- name: forget_partial_answers
DELETE FROM partial_answers WHERE customer_key = %(key)s

-- name: forget_invitations
DELETE FROM invitations WHERE customer_key = %(key)s

-- name: forget_messages
DELETE FROM messages WHERE customer_key = %(key)s

-- name: forget_suppressions
DELETE FROM mail_suppressions WHERE customer_key = %(key)s

-- name: forget_delivery_reports
UPDATE delivery_reports SET customer_key = NULL WHERE customer_key = %(key)s

-- name: responses
-- In the order in which retention locks them too.
SELECT id, survey, version, answers FROM responses WHERE customer_key = %(key)s ORDER BY received_at, id FOR UPDATE

-- name: forget_what_was_corrected
DELETE FROM response_revisions WHERE response_id = ANY(%(ids)s)

-- name: forget_who_answered
UPDATE responses SET customer_key = NULL, erased_at = %(now)s, answers = kept.answers
FROM jsonb_to_recordset(%(kept)s) AS kept (id uuid, answers jsonb)
WHERE responses.id = kept.id
