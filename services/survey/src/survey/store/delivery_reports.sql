-- name: insert
INSERT INTO delivery_reports (id, outcome, reason, status, invitation_id, message_id, customer_key, received_at)
VALUES (%(id)s, %(outcome)s, %(reason)s, %(status)s, %(invitation_id)s, %(message_id)s, %(customer_key)s, %(received_at)s)
ON CONFLICT (id) DO NOTHING

-- name: get
SELECT id, outcome, reason, status, invitation_id, message_id, customer_key, received_at
FROM delivery_reports WHERE id = %(id)s

-- name: page
SELECT id, outcome, reason, status, invitation_id, message_id, customer_key, received_at
FROM delivery_reports
WHERE (received_at, id) > (%(received_at)s, %(id)s)
ORDER BY received_at, id
LIMIT %(limit)s
