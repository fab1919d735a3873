-- name: remember
INSERT INTO erased_responses (response_id) SELECT unnest(%(responses)s::uuid[]) ON CONFLICT DO NOTHING

-- name: known
SELECT response_id FROM erased_responses WHERE response_id = ANY(%(responses)s)

-- name: forget
-- Facts and rollups stay as they are: what is counted could have been anybody's.
UPDATE responses SET customer_key = NULL WHERE id = ANY(%(responses)s) AND customer_key IS NOT NULL
