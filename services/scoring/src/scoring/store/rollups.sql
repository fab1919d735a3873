-- name: add_slices
INSERT INTO slices (digest, survey, version, kind, journey, stage, channel, owner, segment, language, attributes)
SELECT slice_digest(survey, version, kind, journey, stage, channel, owner, segment, language, attributes),
       survey, version, kind, journey, stage, channel, owner, segment, language, attributes
FROM jsonb_to_recordset(%(slices)s) AS new (
    survey text, version integer, kind text, journey text, stage text, channel text, owner text, segment text,
    language text, attributes jsonb
)
ORDER BY 1
ON CONFLICT (digest) DO NOTHING

-- name: find_slices
SELECT new.place, slices.id
FROM jsonb_to_recordset(%(slices)s) AS new (
    place integer, survey text, version integer, kind text, journey text, stage text, channel text, owner text,
    segment text, language text, attributes jsonb
)
JOIN slices ON slices.digest = slice_digest(
    new.survey, new.version, new.kind, new.journey, new.stage, new.channel, new.owner, new.segment, new.language,
    new.attributes
)

-- name: add
-- In the order of the key: two transactions that add to the same rollups never wait for each other in a circle.
INSERT INTO rollups (
    type, day, slice_id, question, definition, option, n, low, middle, top, total, total_squares
)
SELECT type, day, slice_id, question, definition, option, n, low, middle, top, total, total_squares
FROM jsonb_to_recordset(%(rollups)s) AS new (
    type text, day date, slice_id bigint, question text, definition text, option text,
    n integer, low integer, middle integer, top integer, total bigint, total_squares bigint
)
ORDER BY type, day, slice_id, question, definition, option
ON CONFLICT (type, day, slice_id, question, definition, option) DO UPDATE
SET n = rollups.n + excluded.n,
    low = rollups.low + excluded.low,
    middle = rollups.middle + excluded.middle,
    top = rollups.top + excluded.top,
    total = rollups.total + excluded.total,
    total_squares = rollups.total_squares + excluded.total_squares

-- name: add_monthly
INSERT INTO monthly_rollups (
    type, month, survey, version, kind, question, definition, journey, channel,
    n, low, middle, top, total, total_squares
)
SELECT type, month, survey, version, kind, question, definition, journey, channel,
       n, low, middle, top, total, total_squares
FROM jsonb_to_recordset(%(rollups)s) AS new (
    type text, month date, survey text, version integer, kind text, question text, definition text, journey text,
    channel text, n integer, low integer, middle integer, top integer, total bigint, total_squares bigint
)
ORDER BY type, month, survey, version, kind, question, definition, journey, channel
ON CONFLICT (type, month, survey, version, kind, question, definition, journey, channel) DO UPDATE
SET n = monthly_rollups.n + excluded.n,
    low = monthly_rollups.low + excluded.low,
    middle = monthly_rollups.middle + excluded.middle,
    top = monthly_rollups.top + excluded.top,
    total = monthly_rollups.total + excluded.total,
    total_squares = monthly_rollups.total_squares + excluded.total_squares

-- name: hold
-- Only who holds this cursor adds to the rollups of answers; who moves it holds it already.
SELECT position FROM cursors WHERE source = 'survey' FOR UPDATE

-- name: drop_empty
WITH empty AS (
    SELECT DISTINCT slices.id
    FROM jsonb_to_recordset(%(attributes)s) AS said (name text, value text)
    JOIN slices ON slices.attributes @> jsonb_build_object(said.name, said.value) AND slices.attributes <> '{}'
    WHERE NOT EXISTS (SELECT FROM rollups WHERE rollups.slice_id = slices.id AND n <> 0)
), emptied AS (
    DELETE FROM rollups WHERE slice_id = ANY(ARRAY(SELECT id FROM empty))
)
DELETE FROM slices WHERE id = ANY(ARRAY(SELECT id FROM empty))

-- name: groups
-- A rollup that all its answers have left still stands, with nothing in it.
SELECT kind, definition, option,
       CASE WHEN %(by_survey)s THEN survey END AS survey,
       CASE WHEN %(by_version)s THEN version END AS version,
       CASE WHEN %(by_journey)s THEN journey END AS journey,
       CASE WHEN %(by_stage)s THEN stage END AS stage,
       CASE WHEN %(by_channel)s THEN channel END AS channel,
       CASE WHEN %(by_owner)s THEN owner END AS owner,
       CASE WHEN %(by_segment)s THEN segment END AS segment,
       CASE WHEN %(by_language)s THEN language END AS language,
       CASE WHEN cardinality(%(names)s::text[]) > 0 THEN
           (SELECT jsonb_object_agg(name, coalesce(attributes->>name, '')) FROM unnest(%(names)s::text[]) AS name)
       END AS attributes,
       CASE WHEN %(period)s::text IS NOT NULL THEN date_trunc(%(period)s, day::timestamp)::date END AS period,
       sum(n) AS n, sum(low) AS low, sum(middle) AS middle, sum(top) AS top,
       sum(total)::bigint AS total, sum(total_squares)::bigint AS total_squares
FROM rollups JOIN slices ON slices.id = rollups.slice_id
WHERE type = %(type)s
  AND day BETWEEN coalesce(%(first_day)s::date, '-infinity') AND coalesce(%(last_day)s::date, 'infinity')
  AND (%(kind)s::text IS NULL OR kind = %(kind)s)
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
  AND (%(version)s::integer IS NULL OR version = %(version)s)
  AND (%(question)s::text IS NULL OR question = %(question)s)
  AND (%(definition)s::text IS NULL OR definition = %(definition)s)
  AND (%(journey)s::text IS NULL OR journey = %(journey)s)
  AND (%(stage)s::text IS NULL OR stage = %(stage)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
  AND (%(owner)s::text IS NULL OR owner = %(owner)s)
  AND (%(segment)s::text IS NULL OR segment = %(segment)s)
  AND (%(language)s::text IS NULL OR language = %(language)s)
  AND (%(attributes)s::jsonb IS NULL OR attributes @> %(attributes)s)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
HAVING sum(n) > 0
ORDER BY period, survey, version, journey, stage, channel, owner, segment, language, attributes, option

-- name: monthly_groups
SELECT kind, definition, '' AS option,
       CASE WHEN %(by_survey)s THEN survey END AS survey,
       CASE WHEN %(by_version)s THEN version END AS version,
       CASE WHEN %(by_journey)s THEN journey END AS journey,
       CASE WHEN %(by_channel)s THEN channel END AS channel,
       CASE WHEN %(by_month)s THEN month END AS period,
       sum(n) AS n, sum(low) AS low, sum(middle) AS middle, sum(top) AS top,
       sum(total)::bigint AS total, sum(total_squares)::bigint AS total_squares
FROM monthly_rollups
WHERE type = %(type)s
  AND month BETWEEN coalesce(%(first_day)s::date, '-infinity') AND coalesce(%(last_day)s::date, 'infinity')
  AND (%(kind)s::text IS NULL OR kind = %(kind)s)
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
  AND (%(version)s::integer IS NULL OR version = %(version)s)
  AND (%(question)s::text IS NULL OR question = %(question)s)
  AND (%(definition)s::text IS NULL OR definition = %(definition)s)
  AND (%(journey)s::text IS NULL OR journey = %(journey)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
HAVING sum(n) > 0
ORDER BY period, survey, version, journey, channel
