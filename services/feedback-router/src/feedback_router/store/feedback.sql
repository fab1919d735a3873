-- name: insert
-- The primary key judges: a comment that is heard again gets no row back.
INSERT INTO feedback (
    id, response_id, question, survey, survey_version, customer_key, text, language,
    sentiment, sentiment_polarity, sentiment_model, kind, severity, severity_reasons, topics, priority, understood_by,
    scores, journey, stage, channel, owner, segment, touchpoint, product, team, rule, reason, why, phrases, runner_up,
    rules_version, decided_by, confidence, learnt_from, revision, status, accountable, acknowledge_by, resolve_by,
    check_at, submitted_at, routed_at
)
SELECT new.id, new.response_id, new.question, new.survey, new.survey_version, new.customer_key, new.text, new.language,
       new.sentiment, new.sentiment_polarity, new.sentiment_model, new.kind, new.severity, new.severity_reasons,
       new.topics, new.priority, new.understood_by, new.scores, new.journey, new.stage, new.channel,
       new.owner, new.segment, new.touchpoint, new.product, new.team, new.rule, new.reason, new.why, new.phrases,
       new.runner_up, new.rules_version, new.decided_by, new.confidence, new.learnt_from, new.revision, new.status,
       new.accountable, new.acknowledge_by, new.resolve_by, new.check_at, new.submitted_at, new.routed_at
FROM jsonb_to_recordset(%(items)s) AS new (
    id uuid, response_id uuid, question text, survey text, survey_version integer, customer_key text, text text,
    language text, sentiment text, sentiment_polarity double precision, sentiment_model text, kind text,
    severity smallint, severity_reasons jsonb, topics text[], priority double precision, understood_by text,
    scores jsonb, journey text, stage text, channel text, owner text, segment text, touchpoint text, product text,
    team text, rule text, reason text, why jsonb, phrases text[], runner_up jsonb, rules_version integer, decided_by text,
    confidence double precision, learnt_from uuid[], revision integer, status text, accountable text,
    acknowledge_by timestamptz, resolve_by timestamptz, check_at timestamptz, submitted_at timestamptz,
    routed_at timestamptz
)
ORDER BY new.id
ON CONFLICT (id) DO NOTHING
RETURNING id

-- name: newest
SELECT id FROM feedback
WHERE (%(moment)s::timestamptz IS NULL OR (routed_at, id) < (%(moment)s, %(id)s::uuid))
  AND (%(team)s::text IS NULL OR team = %(team)s)
  AND (%(status)s::text IS NULL OR status = %(status)s)
  AND (%(severities)s::smallint[] IS NULL OR severity = ANY(%(severities)s))
  AND (%(kind)s::text IS NULL OR kind = %(kind)s)
  AND (%(language)s::text IS NULL OR language = %(language)s)
  AND (%(sentiment)s::text IS NULL OR sentiment = %(sentiment)s)
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
  AND (%(journey)s::text IS NULL OR journey = %(journey)s)
  AND (%(stage)s::text IS NULL OR stage = %(stage)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
  AND (%(owner)s::text IS NULL OR owner = %(owner)s)
  AND (%(topic)s::text IS NULL OR topics @> ARRAY[%(topic)s::text])
  AND (%(theme)s::uuid IS NULL OR theme_id = %(theme)s)
  AND (%(on_its_own)s::boolean IS NULL OR (theme_id IS NULL AND themed_at IS NOT NULL) = %(on_its_own)s)
  AND (%(accountable)s::text IS NULL OR accountable = %(accountable)s)
  AND (%(assigned)s::boolean IS NULL OR (assignee IS NOT NULL) = %(assigned)s)
  AND (%(overdue)s::boolean IS NULL OR (due_at IS NOT NULL AND due_at <= %(now)s::timestamptz) = %(overdue)s)
  AND (%(since)s::timestamptz IS NULL OR routed_at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR routed_at < %(until)s)
  AND (
      %(q)s::text IS NULL
      -- An index finds what may fit; the words of its own language judge.
      OR search @@ sought_anywhere(%(q)s)
      AND CASE language
          WHEN 'en' THEN search @@ sought('en', %(q)s)
          WHEN 'es' THEN search @@ sought('es', %(q)s)
          WHEN 'pt' THEN search @@ sought('pt', %(q)s)
          ELSE search @@ sought('other', %(q)s)
      END
  )
ORDER BY routed_at DESC, id DESC
LIMIT %(limit)s

-- name: due
SELECT id FROM feedback
WHERE due_at IS NOT NULL
  AND (%(moment)s::timestamptz IS NULL OR (due_at, id) > (%(moment)s, %(id)s::uuid))
  AND (%(team)s::text IS NULL OR team = %(team)s)
  AND (%(status)s::text IS NULL OR status = %(status)s)
  AND (%(severities)s::smallint[] IS NULL OR severity = ANY(%(severities)s))
  AND (%(kind)s::text IS NULL OR kind = %(kind)s)
  AND (%(language)s::text IS NULL OR language = %(language)s)
  AND (%(sentiment)s::text IS NULL OR sentiment = %(sentiment)s)
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
  AND (%(journey)s::text IS NULL OR journey = %(journey)s)
  AND (%(stage)s::text IS NULL OR stage = %(stage)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
  AND (%(owner)s::text IS NULL OR owner = %(owner)s)
  AND (%(topic)s::text IS NULL OR topics @> ARRAY[%(topic)s::text])
  AND (%(theme)s::uuid IS NULL OR theme_id = %(theme)s)
  AND (%(on_its_own)s::boolean IS NULL OR (theme_id IS NULL AND themed_at IS NOT NULL) = %(on_its_own)s)
  AND (%(accountable)s::text IS NULL OR accountable = %(accountable)s)
  AND (%(assigned)s::boolean IS NULL OR (assignee IS NOT NULL) = %(assigned)s)
  AND (%(overdue)s::boolean IS NULL OR (due_at <= %(now)s::timestamptz) = %(overdue)s)
  AND (%(since)s::timestamptz IS NULL OR routed_at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR routed_at < %(until)s)
  AND (
      %(q)s::text IS NULL
      -- An index finds what may fit; the words of its own language judge.
      OR search @@ sought_anywhere(%(q)s)
      AND CASE language
          WHEN 'en' THEN search @@ sought('en', %(q)s)
          WHEN 'es' THEN search @@ sought('es', %(q)s)
          WHEN 'pt' THEN search @@ sought('pt', %(q)s)
          ELSE search @@ sought('other', %(q)s)
      END
  )
ORDER BY due_at, id
LIMIT %(limit)s

-- name: priority
SELECT id FROM feedback
WHERE due_at IS NOT NULL
  AND (
      %(moment)s::timestamptz IS NULL
      OR (-priority, routed_at, id) > (-%(priority)s::double precision, %(moment)s, %(id)s::uuid)
  )
  AND (%(team)s::text IS NULL OR team = %(team)s)
  AND (%(status)s::text IS NULL OR status = %(status)s)
  AND (%(severities)s::smallint[] IS NULL OR severity = ANY(%(severities)s))
  AND (%(kind)s::text IS NULL OR kind = %(kind)s)
  AND (%(language)s::text IS NULL OR language = %(language)s)
  AND (%(sentiment)s::text IS NULL OR sentiment = %(sentiment)s)
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
  AND (%(journey)s::text IS NULL OR journey = %(journey)s)
  AND (%(stage)s::text IS NULL OR stage = %(stage)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
  AND (%(owner)s::text IS NULL OR owner = %(owner)s)
  AND (%(topic)s::text IS NULL OR topics @> ARRAY[%(topic)s::text])
  AND (%(theme)s::uuid IS NULL OR theme_id = %(theme)s)
  AND (%(on_its_own)s::boolean IS NULL OR (theme_id IS NULL AND themed_at IS NOT NULL) = %(on_its_own)s)
  AND (%(accountable)s::text IS NULL OR accountable = %(accountable)s)
  AND (%(assigned)s::boolean IS NULL OR (assignee IS NOT NULL) = %(assigned)s)
  AND (%(overdue)s::boolean IS NULL OR (due_at <= %(now)s::timestamptz) = %(overdue)s)
  AND (%(since)s::timestamptz IS NULL OR routed_at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR routed_at < %(until)s)
  AND (
      %(q)s::text IS NULL
      -- An index finds what may fit; the words of its own language judge.
      OR search @@ sought_anywhere(%(q)s)
      AND CASE language
          WHEN 'en' THEN search @@ sought('en', %(q)s)
          WHEN 'es' THEN search @@ sought('es', %(q)s)
          WHEN 'pt' THEN search @@ sought('pt', %(q)s)
          ELSE search @@ sought('other', %(q)s)
      END
  )
ORDER BY -priority, routed_at, id
LIMIT %(limit)s

-- name: find
SELECT id, response_id, question, survey, survey_version, customer_key, text, language,
       sentiment, sentiment_polarity, sentiment_model, kind, severity, severity_reasons, topics, priority,
       understood_by, scores, journey, stage, channel, owner, segment, touchpoint, product,
       team, rule, reason, why, phrases, runner_up, rules_version, submitted_at, routed_at,
       decided_by, confidence, learnt_from, revision,
       status, accountable, assignee, acknowledge_by, resolve_by, check_at, alarm, handovers, escalations,
       what_was_done, root_cause, acknowledged_at, resolved_at, theme_id
FROM feedback
WHERE id = ANY(%(ids)s)
ORDER BY array_position(%(ids)s::uuid[], id)

-- name: lock
SELECT id FROM feedback
WHERE id = %(id)s AND (%(team)s::text IS NULL OR team = %(team)s)
FOR UPDATE

-- name: lock_of_response
SELECT id FROM feedback WHERE response_id = %(response_id)s ORDER BY id FOR UPDATE

-- name: of_period
SELECT id FROM feedback
WHERE routed_at >= %(since)s AND routed_at < %(until)s AND text <> ''
ORDER BY routed_at DESC, id DESC
LIMIT %(limit)s

-- name: not_understood
SELECT id FROM feedback WHERE understood_by IS NULL AND text <> '' ORDER BY id LIMIT %(limit)s

-- name: lock_not_understood
SELECT id FROM feedback WHERE id = ANY(%(ids)s) AND understood_by IS NULL AND text <> '' ORDER BY id FOR UPDATE

-- name: revise
UPDATE feedback
SET text = %(text)s, language = %(language)s, sentiment = %(sentiment)s, sentiment_polarity = %(sentiment_polarity)s,
    sentiment_model = %(sentiment_model)s, scores = %(scores)s, kind = %(kind)s, severity = %(severity)s,
    severity_reasons = %(severity_reasons)s, topics = %(topics)s, priority = %(priority)s,
    understood_by = %(understood_by)s, revision = %(revision)s, team = %(team)s, rule = %(rule)s, reason = %(reason)s,
    why = %(why)s, phrases = %(phrases)s, runner_up = %(runner_up)s, rules_version = %(rules_version)s, decided_by = %(decided_by)s,
    confidence = %(confidence)s, learnt_from = %(learnt_from)s, accountable = %(accountable)s,
    acknowledge_by = %(acknowledge_by)s, resolve_by = %(resolve_by)s, check_at = %(check_at)s,
    alarm = %(alarm)s,
    -- Other words may be about something else; and how many say the same is to enter the priority again.
    themed_at = NULL, status = %(status)s
WHERE id = %(id)s

-- name: advance
UPDATE feedback
SET status = %(status)s, team = %(team)s, accountable = %(accountable)s, assignee = %(assignee)s,
    acknowledge_by = %(acknowledge_by)s, resolve_by = %(resolve_by)s, check_at = %(check_at)s, alarm = %(alarm)s,
    handovers = %(handovers)s, escalations = %(escalations)s, what_was_done = %(what_was_done)s,
    root_cause = %(root_cause)s, acknowledged_at = %(acknowledged_at)s, resolved_at = %(resolved_at)s
WHERE id = %(id)s

-- name: keep_step
INSERT INTO feedback_transitions (feedback_id, at, action, from_status, to_status, by, note, detail)
VALUES (%(feedback_id)s, %(at)s, %(action)s, %(from_status)s, %(to_status)s, %(by)s, %(note)s, %(detail)s)

-- name: transitions
SELECT at, action, from_status, to_status, by, note, detail
FROM feedback_transitions WHERE feedback_id = %(id)s ORDER BY number

-- name: is_linked
SELECT EXISTS (
    SELECT FROM feedback_transitions
    WHERE feedback_id = %(id)s AND action = 'link' AND detail ->> 'url' = %(url)s
)

-- name: others_of_the_customer
-- What they said before and since, in other answers too; how it stands, without their words.
SELECT id, submitted_at, survey, journey, stage, channel, kind, team, status, due_at
FROM feedback
WHERE customer_key = %(customer_key)s AND id <> %(id)s
ORDER BY submitted_at DESC
LIMIT %(limit)s

-- name: count_since
SELECT status, count(*) FROM feedback
WHERE routed_at >= %(since)s AND (%(team)s::text IS NULL OR team = %(team)s)
GROUP BY status ORDER BY status

-- name: count_open_by_team
SELECT team, count(*) FROM feedback
WHERE due_at IS NOT NULL AND (%(team)s::text IS NULL OR team = %(team)s)
GROUP BY team ORDER BY team
