-- name: remember
INSERT INTO erased_responses (response_id) SELECT unnest(%(responses)s::uuid[]) ON CONFLICT DO NOTHING

-- name: known
SELECT response_id FROM erased_responses WHERE response_id = ANY(%(responses)s)

-- name: forget
-- The facts stay: what is counted could have been anybody's.
UPDATE responses SET customer_key = NULL, touchpoint_source = NULL, touchpoint_id = NULL, mark = NULL
WHERE id = ANY(%(responses)s) AND (customer_key IS NOT NULL OR touchpoint_id IS NOT NULL OR mark IS NOT NULL)
