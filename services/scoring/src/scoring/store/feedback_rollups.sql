-- name: add
-- In the order of the key: two transactions that add to the same rollups never wait for each other in a circle.
INSERT INTO feedback_rollups (day, survey, journey, stage, channel, owner, team, routed, resolved, withdrawn, kept)
SELECT day, survey, journey, stage, channel, owner, team, routed, resolved, withdrawn, kept
FROM jsonb_to_recordset(%(rollups)s) AS new (
    day date, survey text, journey text, stage text, channel text, owner text, team text, routed integer,
    resolved integer, withdrawn integer, kept integer
)
ORDER BY day, survey, journey, stage, channel, owner, team
ON CONFLICT (day, survey, journey, stage, channel, owner, team) DO UPDATE
SET routed = feedback_rollups.routed + excluded.routed, resolved = feedback_rollups.resolved + excluded.resolved,
    withdrawn = feedback_rollups.withdrawn + excluded.withdrawn, kept = feedback_rollups.kept + excluded.kept

-- name: add_monthly
INSERT INTO monthly_feedback_rollups (month, survey, journey, channel, routed, resolved, kept)
SELECT date_trunc('month', day::timestamp)::date AS month, survey, journey, channel, sum(routed), sum(resolved),
       sum(kept)
FROM jsonb_to_recordset(%(rollups)s) AS new (
    day date, survey text, journey text, channel text, routed integer, resolved integer, kept integer
)
GROUP BY 1, 2, 3, 4
ORDER BY month, survey, journey, channel
ON CONFLICT (month, survey, journey, channel) DO UPDATE
SET routed = monthly_feedback_rollups.routed + excluded.routed,
    resolved = monthly_feedback_rollups.resolved + excluded.resolved,
    kept = monthly_feedback_rollups.kept + excluded.kept

-- name: groups
-- A rollup that all its items have left still stands, with nothing in it. Praise that is kept has nothing to resolve.
SELECT CASE WHEN %(by_survey)s THEN survey END AS survey,
       CASE WHEN %(by_journey)s THEN journey END AS journey,
       CASE WHEN %(by_stage)s THEN stage END AS stage,
       CASE WHEN %(by_channel)s THEN channel END AS channel,
       CASE WHEN %(by_owner)s THEN owner END AS owner,
       CASE WHEN %(period)s::text IS NOT NULL THEN date_trunc(%(period)s, day::timestamp)::date END AS period,
       sum(routed - kept) AS routed, sum(resolved) AS resolved
FROM feedback_rollups
WHERE day BETWEEN coalesce(%(first_day)s::date, '-infinity') AND coalesce(%(last_day)s::date, 'infinity')
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
  AND (%(journey)s::text IS NULL OR journey = %(journey)s)
  AND (%(stage)s::text IS NULL OR stage = %(stage)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
  AND (%(owner)s::text IS NULL OR owner = %(owner)s)
GROUP BY 1, 2, 3, 4, 5, 6
HAVING sum(routed - kept) > 0
ORDER BY period, survey, journey, stage, channel, owner

-- name: monthly_groups
SELECT CASE WHEN %(by_survey)s THEN survey END AS survey,
       CASE WHEN %(by_journey)s THEN journey END AS journey,
       CASE WHEN %(by_channel)s THEN channel END AS channel,
       CASE WHEN %(by_month)s THEN month END AS period,
       sum(routed - kept) AS routed, sum(resolved) AS resolved
FROM monthly_feedback_rollups
WHERE month BETWEEN coalesce(%(first_day)s::date, '-infinity') AND coalesce(%(last_day)s::date, 'infinity')
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
  AND (%(journey)s::text IS NULL OR journey = %(journey)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
GROUP BY 1, 2, 3, 4
HAVING sum(routed - kept) > 0
ORDER BY period, survey, journey, channel
