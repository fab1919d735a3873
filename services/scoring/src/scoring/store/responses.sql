-- name: known
-- Most answers are new: this finds the few that are there with nothing but the primary key.
SELECT id FROM responses WHERE id = ANY(%(ids)s)

-- name: find
SELECT id, survey, version, kind, customer_key, language, journey, stage, channel, owner, segment, submitted_at,
       revision, complete, touchpoint_source, touchpoint_id, attributes, mark, quick
FROM responses WHERE id = ANY(%(ids)s)

-- name: answers_of
SELECT response_id, question, definition, value FROM answers WHERE response_id = ANY(%(ids)s)
ORDER BY response_id, question

-- name: choices_of
SELECT response_id, type, question, array_agg(value ORDER BY value)
FROM choices WHERE response_id = ANY(%(ids)s) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3

-- name: of_touchpoints
-- The join is by id alone, which has the index; few sources give the same one.
SELECT responses.id
FROM jsonb_to_recordset(%(touchpoints)s) AS told (source text, id text)
JOIN responses ON responses.touchpoint_id = told.id AND responses.touchpoint_source = told.source

-- name: put
INSERT INTO responses (
    id, survey, version, kind, customer_key, language, journey, stage, channel, owner, segment, submitted_at, day,
    received_at, revision, complete, touchpoint_source, touchpoint_id, attributes, mark, quick
)
SELECT id, survey, version, kind, customer_key, language, journey, stage, channel, owner, segment, submitted_at, day,
       received_at, revision, complete, touchpoint_source, touchpoint_id, attributes, mark, quick
FROM jsonb_to_recordset(%(responses)s) AS new (
    id uuid, survey text, version integer, kind text, customer_key text, language text, journey text, stage text,
    channel text, owner text, segment text, submitted_at timestamptz, day date, received_at timestamptz,
    revision integer, complete boolean, touchpoint_source text, touchpoint_id text, attributes jsonb,
    mark text, quick boolean
)
ORDER BY id
ON CONFLICT (id) DO UPDATE
SET survey = excluded.survey, version = excluded.version, kind = excluded.kind, customer_key = excluded.customer_key,
    language = excluded.language, journey = excluded.journey, stage = excluded.stage, channel = excluded.channel,
    owner = excluded.owner, segment = excluded.segment, submitted_at = excluded.submitted_at, day = excluded.day,
    received_at = least(responses.received_at, excluded.received_at), revision = excluded.revision,
    complete = excluded.complete, touchpoint_source = excluded.touchpoint_source,
    touchpoint_id = excluded.touchpoint_id, attributes = excluded.attributes,
    mark = coalesce(responses.mark, excluded.mark), quick = coalesce(responses.quick, excluded.quick)

-- name: set_attributes
UPDATE responses SET attributes = new.attributes
FROM jsonb_to_recordset(%(responses)s) AS new (id uuid, attributes jsonb) WHERE responses.id = new.id

-- name: rare
-- An answer without a customer counts as one customer's. A thousand answers will do: to read all of a common value takes
-- seconds, and if one customer gave all the thousand, the value is taken for a rare one.
SELECT name, value
FROM jsonb_to_recordset(%(attributes)s) AS said (name text, value text)
WHERE (
    SELECT count(DISTINCT coalesce(customer_key, id::text))
    FROM (
        SELECT customer_key, id FROM responses
        WHERE attributes @> jsonb_build_object(said.name, said.value) AND attributes <> '{}'
        LIMIT 1000
    ) AS alike
) < %(fewest)s

-- name: remove_answers
DELETE FROM answers WHERE response_id = ANY(%(ids)s)

-- name: remove_choices
DELETE FROM choices WHERE response_id = ANY(%(ids)s)

-- name: insert_answers
INSERT INTO answers (response_id, question, type, definition, value)
SELECT response_id, question, type, definition, value
FROM jsonb_to_recordset(%(answers)s) AS new (
    response_id uuid, question text, type text, definition text, value smallint
)

-- name: insert_choices
INSERT INTO choices (response_id, type, question, value)
SELECT response_id, type, question, value
FROM jsonb_to_recordset(%(choices)s) AS new (response_id uuid, type text, question text, value text)

-- name: definitions
SELECT DISTINCT definition FROM answers

-- name: count_since
SELECT count(*) FROM responses WHERE received_at >= %(since)s
