-- name: keep
-- The first word counts: an item waits for a decision once, and never because its answer is told again.
INSERT INTO feedback_touchpoints (feedback_id, source, touchpoint_id, type, waits)
SELECT f.id, new.source, new.touchpoint_id, new.type, f.routed_at >= %(since)s::timestamptz
FROM jsonb_to_recordset(%(answers)s) AS new (response_id uuid, source text, touchpoint_id text, type text)
JOIN feedback AS f ON f.response_id = new.response_id
ORDER BY f.id
ON CONFLICT (feedback_id) DO NOTHING

-- name: waiting
SELECT feedback_id FROM feedback_touchpoints WHERE waits ORDER BY feedback_id LIMIT %(limit)s

-- name: take
UPDATE feedback_touchpoints SET waits = false WHERE feedback_id = %(feedback_id)s AND waits

-- name: find
SELECT about.feedback_id, about.source, about.touchpoint_id, about.type, told.at, told.amounts
FROM feedback_touchpoints AS about
LEFT JOIN touchpoint_amounts AS told ON told.source = about.source AND told.id = about.touchpoint_id
WHERE about.feedback_id = ANY(%(ids)s)
