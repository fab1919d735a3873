-- name: customer
SELECT to_jsonb(customers) FROM customers WHERE key = %(key)s

-- name: touchpoints
SELECT to_jsonb(touchpoints) FROM touchpoints WHERE customer_key = %(key)s ORDER BY received_at, source, id

-- name: invitations
-- Without the hash of the link's token, which is of no use to anybody.
SELECT to_jsonb(invitations) - 'token_hash' FROM invitations WHERE customer_key = %(key)s ORDER BY created_at, id

-- name: responses
SELECT to_jsonb(responses) - 'erased_at' FROM responses WHERE customer_key = %(key)s ORDER BY received_at, id

-- name: revisions
-- What the responses said before they were corrected.
SELECT to_jsonb(response_revisions)
FROM response_revisions
JOIN responses ON responses.id = response_revisions.response_id
WHERE responses.customer_key = %(key)s
ORDER BY responses.received_at, response_revisions.response_id, response_revisions.revision

-- name: partial_answers
SELECT to_jsonb(partial_answers) FROM partial_answers WHERE customer_key = %(key)s ORDER BY saved_at, invitation_id

-- name: messages
SELECT to_jsonb(messages) - 'checksum' FROM messages WHERE customer_key = %(key)s ORDER BY created_at, id

-- name: suppressions
SELECT to_jsonb(mail_suppressions) - 'address_hash' FROM mail_suppressions WHERE customer_key = %(key)s

-- name: complaints
SELECT to_jsonb(complaints) FROM complaints WHERE customer_key = %(key)s ORDER BY feedback_id

-- name: delivery_reports
SELECT to_jsonb(delivery_reports) FROM delivery_reports WHERE customer_key = %(key)s ORDER BY received_at, id

-- name: events
SELECT jsonb_build_object('id', id, 'type', type, 'time', time, 'data', data)
FROM events WHERE data ->> 'customer_key' = %(key)s ORDER BY epoch, txid, seq
