-- name: insert
-- The customers' rows are held, in the order of their keys, like by everybody who writes about customers: an erasure
-- that comes meanwhile waits, and takes the complaint along.
INSERT INTO complaints (feedback_id, customer_key, open)
SELECT new.feedback_id, c.key, true
FROM jsonb_to_recordset(%(complaints)s) AS new (feedback_id uuid, customer_key text)
JOIN customers AS c ON c.key = new.customer_key
ORDER BY c.key, new.feedback_id
FOR KEY SHARE OF c
ON CONFLICT DO NOTHING

-- name: mark
UPDATE complaints SET open = new.open
FROM jsonb_to_recordset(%(states)s) AS new (feedback_id uuid, open boolean)
WHERE complaints.feedback_id = new.feedback_id AND complaints.open <> new.open
