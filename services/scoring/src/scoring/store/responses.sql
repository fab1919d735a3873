-- name: insert
-- The primary key judges: what is told again gets no row back, and so never reaches a rollup twice.
INSERT INTO responses (
    id, survey, version, kind, customer_key, language, journey, stage, channel, owner, segment, submitted_at, day,
    received_at
)
SELECT id, survey, version, kind, customer_key, language, journey, stage, channel, owner, segment, submitted_at, day,
       received_at
FROM jsonb_to_recordset(%(responses)s) AS new (
    id uuid, survey text, version integer, kind text, customer_key text, language text, journey text, stage text,
    channel text, owner text, segment text, submitted_at timestamptz, day date, received_at timestamptz
)
ORDER BY id
ON CONFLICT (id) DO NOTHING
RETURNING id

-- name: insert_answers
INSERT INTO answers (response_id, question, type, definition, value)
SELECT response_id, question, type, definition, value
FROM jsonb_to_recordset(%(answers)s) AS new (
    response_id uuid, question text, type text, definition text, value smallint
)

-- name: insert_choices
INSERT INTO choices (response_id, question, value)
SELECT response_id, question, value
FROM jsonb_to_recordset(%(choices)s) AS new (response_id uuid, question text, value text)

-- name: count_since
SELECT count(*) FROM responses WHERE received_at >= %(since)s

-- name: count_by_survey
SELECT survey, count(*) FROM responses GROUP BY survey ORDER BY survey
