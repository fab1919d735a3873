-- name: insert
-- The primary key judges: who sends the same answer again, or at the same moment, gets no row back.
INSERT INTO responses (
    id, survey, version, customer_key, source, language, context, answers, known, submitted_at, received_at
)
SELECT new.id, new.survey, new.version, new.customer_key, new.source, new.language, new.context, new.answers,
       new.known, new.submitted_at, %(now)s
FROM jsonb_to_recordset(%(responses)s) AS new (
    id uuid, survey text, version integer, customer_key text, source text, language text, context jsonb,
    answers jsonb, known jsonb, submitted_at timestamptz
)
ORDER BY new.id
ON CONFLICT (id) DO NOTHING
RETURNING id

-- name: exists
SELECT EXISTS (SELECT FROM responses WHERE id = %(id)s)

-- name: page
SELECT id, survey, version, customer_key, source, language, context, answers, coalesce(known, '{}') AS known,
       submitted_at, received_at
FROM responses
WHERE (received_at, id) > (%(received_at)s::timestamptz, %(id)s::uuid)
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
ORDER BY received_at, id
LIMIT %(limit)s

-- name: count_since
SELECT count(*) FROM responses WHERE received_at >= %(since)s

-- name: count_by_survey
SELECT survey, count(*) FROM responses GROUP BY survey ORDER BY survey
