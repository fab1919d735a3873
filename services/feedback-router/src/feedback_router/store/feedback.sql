-- name: insert
-- The primary key judges: a comment that is heard again gets no row back.
INSERT INTO feedback (
    id, response_id, question, survey, survey_version, customer_key, text, language,
    sentiment, sentiment_polarity, sentiment_model, scores, journey, stage, channel, owner, segment,
    team, rule, reason, phrases, runner_up, rules_version, status, submitted_at, routed_at
)
SELECT new.id, new.response_id, new.question, new.survey, new.survey_version, new.customer_key, new.text, new.language,
       new.sentiment, new.sentiment_polarity, new.sentiment_model, new.scores, new.journey, new.stage, new.channel,
       new.owner, new.segment, new.team, new.rule, new.reason, new.phrases, new.runner_up, new.rules_version,
       new.status, new.submitted_at, new.routed_at
FROM jsonb_to_recordset(%(items)s) AS new (
    id uuid, response_id uuid, question text, survey text, survey_version integer, customer_key text, text text,
    language text, sentiment text, sentiment_polarity double precision, sentiment_model text, scores jsonb,
    journey text, stage text, channel text, owner text, segment text, team text, rule text, reason text,
    phrases text[], runner_up jsonb, rules_version integer, status text, submitted_at timestamptz,
    routed_at timestamptz
)
ORDER BY new.id
ON CONFLICT (id) DO NOTHING
RETURNING id

-- name: page
SELECT id, response_id, question, survey, survey_version, customer_key, text, language,
       sentiment, sentiment_polarity, sentiment_model, scores, journey, stage, channel, owner, segment,
       team, rule, reason, phrases, runner_up, rules_version, submitted_at, routed_at,
       status, what_was_done, acknowledged_at, resolved_at
FROM feedback
WHERE (routed_at, id) < (%(routed_at)s::timestamptz, %(id)s::uuid)
  AND (%(team)s::text IS NULL OR team = %(team)s)
  AND (%(status)s::text IS NULL OR status = %(status)s)
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
  AND (%(sentiment)s::text IS NULL OR sentiment = %(sentiment)s)
  AND (%(language)s::text IS NULL OR language = %(language)s)
  AND (%(since)s::timestamptz IS NULL OR routed_at >= %(since)s)
ORDER BY routed_at DESC, id DESC
LIMIT %(limit)s

-- name: get
SELECT id, response_id, question, survey, survey_version, customer_key, text, language,
       sentiment, sentiment_polarity, sentiment_model, scores, journey, stage, channel, owner, segment,
       team, rule, reason, phrases, runner_up, rules_version, submitted_at, routed_at,
       status, what_was_done, acknowledged_at, resolved_at
FROM feedback
WHERE id = %(id)s AND (%(team)s::text IS NULL OR team = %(team)s)

-- name: lock
SELECT id, response_id, question, survey, survey_version, customer_key, text, language,
       sentiment, sentiment_polarity, sentiment_model, scores, journey, stage, channel, owner, segment,
       team, rule, reason, phrases, runner_up, rules_version, submitted_at, routed_at,
       status, what_was_done, acknowledged_at, resolved_at
FROM feedback
WHERE id = %(id)s AND (%(team)s::text IS NULL OR team = %(team)s)
FOR UPDATE

-- name: advance
UPDATE feedback
SET status = %(status)s, what_was_done = %(what_was_done)s, acknowledged_at = %(acknowledged_at)s,
    resolved_at = %(resolved_at)s
WHERE id = %(id)s

-- name: keep_step
INSERT INTO feedback_transitions (feedback_id, at, from_status, to_status, by, note)
VALUES (%(feedback_id)s, %(at)s, %(from_status)s, %(to_status)s, %(by)s, %(note)s)

-- name: transitions
SELECT at, from_status, to_status, by, note FROM feedback_transitions WHERE feedback_id = %(id)s ORDER BY number

-- name: count_since
SELECT status, count(*) FROM feedback
WHERE routed_at >= %(since)s AND (%(team)s::text IS NULL OR team = %(team)s)
GROUP BY status ORDER BY status

-- name: count_open_by_team
SELECT team, count(*) FROM feedback
WHERE status <> 'resolved' AND (%(team)s::text IS NULL OR team = %(team)s)
GROUP BY team ORDER BY team

-- name: count_by_survey
SELECT survey, count(*) FROM feedback
WHERE %(team)s::text IS NULL OR team = %(team)s
GROUP BY survey ORDER BY survey
