-- name: eligible
SELECT survey, journey, stage, channel, owner, segment, withheld, sum(n), sum(address_changed)
FROM eligibility_rollups
WHERE day BETWEEN %(first_day)s AND %(last_day)s
GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0

-- name: straight_lines
-- A line is a row of answers on one scale, in the order of their questions' keys. An imported answer tells nothing of
-- how it was given, and came when it was imported: it counts among those of that day alone.
WITH lines AS (
    SELECT response_id, definition, (array_agg(value ORDER BY question))[1] AS first, min(value) = max(value) AS straight
    FROM responses JOIN answers ON response_id = id
    WHERE received_at >= %(begin)s AND received_at < %(end)s
    GROUP BY response_id, definition HAVING count(*) >= %(shortest)s
)
SELECT survey, version, definition, first, coalesce(journey, ''), coalesce(stage, ''), coalesce(channel, ''),
       coalesce(owner, ''), coalesce(segment, ''), count(*) FILTER (WHERE straight), count(*),
       (array_agg(id ORDER BY id) FILTER (WHERE straight))[:%(most)s]
FROM lines JOIN responses ON id = response_id
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9

-- name: quick
SELECT survey, coalesce(journey, ''), coalesce(stage, ''), coalesce(channel, ''), coalesce(owner, ''),
       coalesce(segment, ''), count(*) FILTER (WHERE quick), count(*),
       (array_agg(id ORDER BY id) FILTER (WHERE quick))[:%(most)s]
FROM responses
WHERE received_at >= %(begin)s AND received_at < %(end)s AND quick IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6

-- name: asked_in_survey
SELECT survey, coalesce(journey, ''), coalesce(stage, ''), coalesce(channel, ''), coalesce(owner, ''),
       coalesce(segment, ''), count(*) FILTER (WHERE value = 'yes'), count(*),
       (array_agg(id ORDER BY id) FILTER (WHERE value = 'yes'))[:%(most)s]
FROM responses JOIN choices ON response_id = id AND question = %(question)s
WHERE received_at >= %(begin)s AND received_at < %(end)s
GROUP BY 1, 2, 3, 4, 5, 6

-- name: asked_in_comments
SELECT survey, coalesce(journey, ''), coalesce(stage, ''), coalesce(channel, ''), coalesce(owner, ''),
       coalesce(segment, ''), count(feedback_id), count(*),
       (array_agg(response_id ORDER BY response_id) FILTER (WHERE feedback_id IS NOT NULL AND response_id IS NOT NULL))
       [:%(most)s]
FROM feedback LEFT JOIN score_requests ON feedback_id = id
WHERE routed_at >= %(begin)s AND routed_at < %(end)s
GROUP BY 1, 2, 3, 4, 5, 6

-- name: daily
SELECT (received_at AT TIME ZONE 'UTC')::date, survey, coalesce(journey, ''), coalesce(stage, ''),
       coalesce(channel, ''), coalesce(owner, ''), coalesce(segment, ''), count(*), count(mark)
FROM responses
WHERE received_at >= %(begin)s AND received_at < %(end)s
GROUP BY 1, 2, 3, 4, 5, 6, 7

-- name: shared_marks
WITH marked AS (
    SELECT (received_at AT TIME ZONE 'UTC')::date AS day, mark, id, survey, coalesce(journey, '') AS journey,
           coalesce(stage, '') AS stage, coalesce(channel, '') AS channel, coalesce(owner, '') AS owner,
           coalesce(segment, '') AS segment, count(*) OVER (
               PARTITION BY (received_at AT TIME ZONE 'UTC')::date, mark
           ) AS alike
    FROM responses
    WHERE received_at >= %(begin)s AND received_at < %(end)s AND mark IS NOT NULL
)
SELECT day, mark, survey, journey, stage, channel, owner, segment, array_agg(id ORDER BY id)
FROM marked WHERE alike >= %(fewest)s
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8

-- name: changes
SELECT kind, key, version, at FROM definition_changes WHERE at >= %(begin)s AND at < %(end)s
UNION ALL
SELECT 'measure', key, version, set_at FROM measures WHERE set_at >= %(begin)s AND set_at < %(end)s
UNION ALL
SELECT 'journey', key, version, published_at FROM journeys WHERE published_at >= %(begin)s AND published_at < %(until)s
UNION ALL
SELECT 'plan', key, version, at FROM plan_steps
WHERE key = %(key)s AND version = %(version)s AND action = 'went_live' AND at >= %(begin)s AND at < %(until)s
ORDER BY 4, 1, 2, 3

-- name: note_requests
INSERT INTO score_requests (feedback_id) SELECT unnest(%(ids)s::uuid[]) ON CONFLICT DO NOTHING

-- name: note_changes
INSERT INTO definition_changes (kind, key, version, at)
SELECT kind, key, version, at
FROM jsonb_to_recordset(%(changes)s) AS new (kind text, key text, version integer, at timestamptz)
ORDER BY kind, key, version
ON CONFLICT (kind, key, version) DO UPDATE SET at = least(definition_changes.at, excluded.at)
