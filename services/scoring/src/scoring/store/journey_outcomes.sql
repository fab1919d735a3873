-- name: by_period
-- All cases that began, without those that are still open: that close on a later day, or later today (in UTC).
SELECT journey,
       CASE WHEN %(period)s::text IS NOT NULL THEN date_trunc(%(period)s, since::timestamp)::date END AS period,
       sum(succeeded) AS succeeded, sum(n) AS n
FROM (
    SELECT journey, since, succeeded, n
    FROM outcome_rollups
    WHERE span = %(span)s AND journey = ANY(%(journeys)s)
    UNION ALL
    SELECT journey, since, 0, -n
    FROM closing_rollups
    WHERE span = %(span)s AND journey = ANY(%(journeys)s)
      AND closes_on > (%(as_of)s::timestamptz AT TIME ZONE 'UTC')::date
    UNION ALL
    SELECT journey, date_trunc(%(span)s, started_at AT TIME ZONE 'UTC')::date, 0, -1
    FROM journey_cases
    WHERE journey = ANY(%(journeys)s) AND ending IS NULL AND closes_at > %(as_of)s
      AND closes_at < date_trunc('day', %(as_of)s::timestamptz, 'UTC') + interval '24 hours'
) AS counted
WHERE since BETWEEN coalesce(%(first_day)s::date, '-infinity') AND coalesce(%(last_day)s::date, 'infinity')
GROUP BY 1, 2
HAVING sum(n) > 0

-- name: versions
SELECT key, max(version) FROM journeys WHERE %(journey)s::text IS NULL OR key = %(journey)s GROUP BY key

-- name: add
-- In one transaction with the cases. A rollup that all its cases have left still stands, with nothing in it.
INSERT INTO outcome_rollups (span, journey, since, n, succeeded)
SELECT span, journey, date_trunc(span, day::timestamp)::date, sum(n), coalesce(sum(n) FILTER (WHERE succeeded), 0)
FROM jsonb_to_recordset(%(changes)s) AS new (journey text, day date, succeeded boolean, n integer)
CROSS JOIN (VALUES ('day'), ('month')) AS spans (span)
GROUP BY 1, 2, 3
ON CONFLICT (span, journey, since) DO UPDATE
SET n = outcome_rollups.n + excluded.n, succeeded = outcome_rollups.succeeded + excluded.succeeded

-- name: add_closing
INSERT INTO closing_rollups (span, journey, closes_on, since, n)
SELECT span, journey, closes_on, date_trunc(span, day::timestamp)::date, sum(n)
FROM jsonb_to_recordset(%(changes)s) AS new (journey text, day date, closes_on date, n integer)
CROSS JOIN (VALUES ('day'), ('month')) AS spans (span)
WHERE closes_on IS NOT NULL
GROUP BY 1, 2, 3, 4
ON CONFLICT (span, journey, closes_on, since) DO UPDATE SET n = closing_rollups.n + excluded.n
