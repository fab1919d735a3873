-- name: insert
-- The primary key judges: who sends the same answer again, or at the same moment, gets no row back.
INSERT INTO responses (
    id, survey, version, customer_key, source, language, context, answers, known, complete, submitted_at, received_at
)
SELECT new.id, new.survey, new.version, new.customer_key, new.source, new.language, new.context, new.answers,
       new.known, new.complete, new.submitted_at, %(now)s
FROM jsonb_to_recordset(%(responses)s) AS new (
    id uuid, survey text, version integer, customer_key text, source text, language text, context jsonb,
    answers jsonb, known jsonb, complete boolean, submitted_at timestamptz
)
ORDER BY new.id
ON CONFLICT (id) DO NOTHING
RETURNING id

-- name: submit
-- One answer and its event at once, since somebody waits for it: what `insert` and the log's `append` do, in one round.
WITH new AS (
    INSERT INTO responses (
        id, survey, version, customer_key, source, language, context, answers, known, complete, submitted_at,
        received_at
    )
    VALUES (
        %(id)s, %(survey)s, %(version)s, %(customer_key)s, %(source)s, %(language)s, %(context)s, %(answers)s,
        %(known)s, %(complete)s, %(submitted_at)s, %(now)s
    )
    ON CONFLICT (id) DO NOTHING
    RETURNING id
)
INSERT INTO events (epoch, id, type, subject, time, request_id, data)
SELECT event_epoch.epoch, %(event_id)s, %(type)s, new.id::text, %(now)s, %(request_id)s, %(data)s
FROM new, event_epoch

-- name: take
-- The first answer by a customer's own link, if that is still open and the form was of its survey: `submit` in one round
-- with the look-up, which says whose it is and what about. The brand in force is what the thanks are framed with.
WITH asked AS (
    SELECT i.id, i.customer_key, i.context,
           jsonb_build_object(
               'source', i.touchpoint_source, 'id', i.touchpoint_id, 'type', t.type,
               'product', CASE jsonb_typeof(t.attributes -> 'product') WHEN 'string' THEN t.attributes ->> 'product' END
           ) AS touchpoint
    FROM invitations AS i
    LEFT JOIN touchpoints AS t
        ON (t.customer_key, t.source, t.id) = (i.customer_key, i.touchpoint_source, i.touchpoint_id)
    WHERE i.token_hash = %(token_hash)s AND i.survey = %(survey)s AND i.version = %(version)s
      AND i.expires_at > %(submitted_at)s AND i.revoked_at IS NULL
), new AS (
    INSERT INTO responses (
        id, survey, version, customer_key, source, language, context, answers, known, submitted_at, received_at
    )
    SELECT id, %(survey)s, %(version)s, customer_key, %(source)s, %(language)s, context, %(answers)s, %(known)s,
           %(submitted_at)s, %(submitted_at)s
    FROM asked
    ON CONFLICT (id) DO NOTHING
    RETURNING id
)
INSERT INTO events (epoch, id, type, subject, time, request_id, data)
SELECT event_epoch.epoch, %(event_id)s, %(type)s, new.id::text, %(submitted_at)s, %(request_id)s,
       %(data)s || asked.context || jsonb_build_object(
           'response_id', asked.id, 'customer_key', asked.customer_key, 'touchpoint', asked.touchpoint
       )
FROM new, asked, event_epoch
RETURNING (SELECT checksum FROM brands ORDER BY version DESC LIMIT 1)

-- name: lock
-- Nobody else corrects it until the transaction ends; who erases the customer waits, and finds what was written. One
-- that has lost its person is not corrected any more.
SELECT revision, language, answers, complete, coalesce(corrected_at, submitted_at) AS at
FROM responses WHERE id = %(id)s AND erased_at IS NULL FOR UPDATE

-- name: replaced
SELECT revision, language, answers, complete, at FROM response_revisions WHERE response_id = %(id)s ORDER BY revision

-- name: correct
-- What the response says becomes the past, and the new answers what it says. The caller has it locked.
WITH old AS (
    INSERT INTO response_revisions (response_id, revision, language, answers, complete, at)
    SELECT id, revision, language, answers, complete, coalesce(corrected_at, submitted_at)
    FROM responses WHERE id = %(id)s
    RETURNING response_id, revision
)
UPDATE responses AS r
SET answers = %(answers)s, language = %(language)s, complete = %(complete)s, corrected_at = %(now)s,
    revision = old.revision + 1
FROM old
WHERE r.id = old.response_id
RETURNING r.revision, r.submitted_at

-- name: revisions
SELECT revision, language, answers, complete, at
FROM (
    SELECT response_id, revision, language, answers, complete, at FROM response_revisions
    UNION ALL
    SELECT id, revision, language, answers, complete, coalesce(corrected_at, submitted_at) FROM responses
) AS said
WHERE response_id = %(id)s AND revision > %(after)s
ORDER BY revision
LIMIT %(limit)s

-- name: page
SELECT id, survey, version, customer_key, source, language, context, answers, coalesce(known, '{}') AS known,
       submitted_at, received_at, revision, complete, corrected_at
FROM responses
WHERE (received_at, id) > (%(received_at)s::timestamptz, %(id)s::uuid)
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
ORDER BY received_at, id
LIMIT %(limit)s

-- name: count_since
SELECT count(*) FROM responses WHERE received_at >= %(since)s
