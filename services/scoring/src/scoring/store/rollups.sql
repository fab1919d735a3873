-- name: add
-- In the order of the key: two transactions that add to the same rollups never wait for each other in a circle.
INSERT INTO rollups (
    type, day, survey, version, kind, question, definition, journey, stage, channel, owner,
    n, low, middle, top, total, total_squares
)
SELECT type, day, survey, version, kind, question, definition, journey, stage, channel, owner,
       n, low, middle, top, total, total_squares
FROM jsonb_to_recordset(%(rollups)s) AS new (
    type text, day date, survey text, version integer, kind text, question text, definition text, journey text,
    stage text, channel text, owner text,
    n integer, low integer, middle integer, top integer, total integer, total_squares integer
)
ORDER BY type, day, survey, version, kind, question, definition, journey, stage, channel, owner
ON CONFLICT (type, day, survey, version, kind, question, definition, journey, stage, channel, owner) DO UPDATE
SET n = rollups.n + excluded.n,
    low = rollups.low + excluded.low,
    middle = rollups.middle + excluded.middle,
    top = rollups.top + excluded.top,
    total = rollups.total + excluded.total,
    total_squares = rollups.total_squares + excluded.total_squares

-- name: groups
SELECT kind, definition,
       CASE WHEN %(by_survey)s THEN survey END AS survey,
       CASE WHEN %(by_journey)s THEN journey END AS journey,
       CASE WHEN %(by_stage)s THEN stage END AS stage,
       CASE WHEN %(by_channel)s THEN channel END AS channel,
       CASE WHEN %(by_owner)s THEN owner END AS owner,
       CASE WHEN %(by_day)s THEN day END AS day,
       sum(n) AS n, sum(low) AS low, sum(middle) AS middle, sum(top) AS top,
       sum(total) AS total, sum(total_squares) AS total_squares
FROM rollups
WHERE type = %(type)s
  AND day BETWEEN coalesce(%(first_day)s::date, '-infinity') AND coalesce(%(last_day)s::date, 'infinity')
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
  AND (%(version)s::integer IS NULL OR version = %(version)s)
  AND (%(question)s::text IS NULL OR question = %(question)s)
  AND (%(journey)s::text IS NULL OR journey = %(journey)s)
  AND (%(stage)s::text IS NULL OR stage = %(stage)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
  AND (%(owner)s::text IS NULL OR owner = %(owner)s)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
ORDER BY kind, definition, day, survey, journey, stage, channel, owner
