-- name: by_period
-- Cases that are over and those that succeeded, by journey and the period in which they began: by the index alone.
SELECT journey,
       CASE WHEN %(period)s::text IS NOT NULL
            THEN date_trunc(%(period)s, started_at AT TIME ZONE 'UTC')::date
       END AS period,
       count(*) FILTER (WHERE ending = 'success') AS succeeded, count(*) AS n
FROM journey_cases
WHERE journey = ANY(%(journeys)s)
  AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
  AND (ending IS NOT NULL OR closes_at <= %(as_of)s)
GROUP BY 1, 2

-- name: versions
SELECT key, max(version) FROM journeys WHERE %(journey)s::text IS NULL OR key = %(journey)s GROUP BY key
