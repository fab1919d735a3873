-- name: find
SELECT id, response_id, survey, journey, stage, channel, owner, segment, team,
       told_at, routed_at, acknowledged_at, resolved_at, withdrawn_at, reopened_at, kept, kept_told_at
FROM feedback WHERE id = ANY(%(ids)s)

-- name: put
INSERT INTO feedback (
    id, response_id, survey, journey, stage, channel, owner, segment, team,
    told_at, routed_at, acknowledged_at, resolved_at, withdrawn_at, reopened_at, kept, kept_told_at
)
SELECT id, response_id, survey, journey, stage, channel, owner, segment, team,
       told_at, routed_at, acknowledged_at, resolved_at, withdrawn_at, reopened_at, kept, kept_told_at
FROM jsonb_to_recordset(%(items)s) AS new (
    id uuid, response_id uuid, survey text, journey text, stage text, channel text, owner text, segment text,
    team text, told_at timestamptz, routed_at timestamptz, acknowledged_at timestamptz, resolved_at timestamptz,
    withdrawn_at timestamptz, reopened_at timestamptz, kept boolean, kept_told_at timestamptz
)
ORDER BY id
ON CONFLICT (id) DO UPDATE
SET response_id = excluded.response_id, survey = excluded.survey, journey = excluded.journey, stage = excluded.stage,
    channel = excluded.channel, owner = excluded.owner, segment = excluded.segment, team = excluded.team,
    told_at = excluded.told_at, routed_at = excluded.routed_at, acknowledged_at = excluded.acknowledged_at,
    resolved_at = excluded.resolved_at, withdrawn_at = excluded.withdrawn_at, reopened_at = excluded.reopened_at,
    kept = excluded.kept, kept_told_at = excluded.kept_told_at

-- name: keep_earlier
INSERT INTO earlier_feedback_steps (feedback_id, at, step)
SELECT * FROM unnest(%(ids)s::uuid[], %(times)s::timestamptz[], %(steps)s::smallint[]) AS taken (feedback_id, at, step)
ORDER BY 1, 2, 3
ON CONFLICT DO NOTHING

-- name: resolved_as_of
-- How many there were to resolve at a moment, and how many of them were resolved: the latest steps until then say so, of
-- two at one moment the one that leaves more to do. A row has the last of each kind; where that came later, an earlier one.
-- Where an item came from is where its customer was asked: only its team changes, by which nothing is filtered here.
SELECT count(*), count(*) FILTER (WHERE resolved > coalesce(greatest(withdrawn, reopened), '-infinity'))
FROM (
    SELECT CASE WHEN resolved_at <= %(as_of)s THEN resolved_at ELSE earlier.resolved END AS resolved,
           CASE WHEN withdrawn_at <= %(as_of)s THEN withdrawn_at ELSE earlier.withdrawn END AS withdrawn,
           CASE WHEN reopened_at <= %(as_of)s THEN reopened_at ELSE earlier.reopened END AS reopened,
           CASE WHEN coalesce(kept_told_at, '-infinity') <= %(as_of)s THEN coalesce(kept, false)
                ELSE coalesce(earlier.praised > coalesce(earlier.to_do, '-infinity'), false) END AS is_praise
    FROM feedback
    LEFT JOIN LATERAL (
        SELECT max(at) FILTER (WHERE step = 0) AS resolved, max(at) FILTER (WHERE step = 1) AS withdrawn,
               max(at) FILTER (WHERE step = 2) AS reopened, max(at) FILTER (WHERE step = 3) AS praised,
               max(at) FILTER (WHERE step = 4) AS to_do
        FROM earlier_feedback_steps
        WHERE feedback_id = feedback.id AND at <= %(as_of)s
          AND greatest(resolved_at, withdrawn_at, reopened_at, kept_told_at) > %(as_of)s
    ) AS earlier ON true
    WHERE routed_at <= %(as_of)s
      AND routed_at >= coalesce(%(since)s::timestamptz, '-infinity')
      AND routed_at < coalesce(%(until)s::timestamptz, 'infinity')
      AND (%(survey)s::text IS NULL OR survey = %(survey)s)
      AND (%(journey)s::text IS NULL OR journey = %(journey)s)
      AND (%(stage)s::text IS NULL OR stage = %(stage)s)
      AND (%(channel)s::text IS NULL OR channel = %(channel)s)
      AND (%(owner)s::text IS NULL OR owner = %(owner)s)
) AS items
WHERE NOT is_praise

-- name: waits
-- How long each item took to be resolved, was taken back, or how long it has waited: seconds × 4 + how that ended. The
-- latest step says how it stands. Praise that is kept waits for nobody.
SELECT coalesce(string_agg((greatest(seconds, 0)::bigint * 4 + fate)::text, ','), '')
FROM (
    SELECT extract(epoch FROM coalesce(at, %(as_of)s) - routed_at) AS seconds, coalesce(fate, 0) AS fate
    FROM feedback
    LEFT JOIN LATERAL (
        SELECT at, fate
        FROM (VALUES (resolved_at, 1), (withdrawn_at, 2), (reopened_at, NULL)) AS steps (at, fate)
        WHERE at IS NOT NULL
        ORDER BY at DESC, coalesce(fate, 3) DESC
        LIMIT 1
    ) AS latest ON latest.fate IS NOT NULL
    WHERE kept IS NOT TRUE
      AND routed_at >= coalesce(%(since)s::timestamptz, '-infinity')
      AND routed_at < coalesce(%(until)s::timestamptz, 'infinity')
      AND (%(survey)s::text IS NULL OR survey = %(survey)s)
      AND (%(journey)s::text IS NULL OR journey = %(journey)s)
      AND (%(stage)s::text IS NULL OR stage = %(stage)s)
      AND (%(channel)s::text IS NULL OR channel = %(channel)s)
      AND (%(owner)s::text IS NULL OR owner = %(owner)s)
) AS items

-- name: count_since
SELECT count(*) FROM feedback WHERE routed_at >= %(since)s
