-- name: clear_cases
DELETE FROM journey_cases WHERE person = ANY(%(people)s)
RETURNING journey, (started_at AT TIME ZONE 'UTC')::date,
          CASE WHEN ending IS NULL THEN (closes_at AT TIME ZONE 'UTC')::date END, ending IS NOT DISTINCT FROM 'success'

-- name: behind
-- Journeys with cases that no longer are as the newest design has them: they are being made again.
SELECT DISTINCT journey FROM journey_cases
WHERE journey = ANY(%(journeys)s) AND version < (SELECT max(version) FROM journeys WHERE key = journey)
ORDER BY journey

-- name: clear_promises
DELETE FROM journey_promises WHERE person = ANY(%(people)s)

-- name: clear_contacts
DELETE FROM journey_contacts WHERE person = ANY(%(people)s)

-- name: clear_lookups
DELETE FROM journey_lookups WHERE person = ANY(%(people)s)

-- name: insert_cases
INSERT INTO journey_cases (
    person, journey, number, version, started_at, last_at, closes_at, watched_until, ending, ended_at, ended_with,
    segment, channel, path, gaps, channels, owners, progress, next_owner, revenue_at, first_value_at, setup_at,
    setup_attempts, setup_tried_at, setup_at_once, lookups_needed, lookups_found, complaint_opened_at,
    complaint_sent_at, month_ends_at, month_followed_up, month_issues, month_set_up
)
SELECT person, journey, number, version, started_at, last_at, closes_at, watched_until, ending, ended_at, ended_with,
       segment, channel, path, gaps, channels, owners, progress, next_owner, revenue_at, first_value_at, setup_at,
       setup_attempts, setup_tried_at, setup_at_once, lookups_needed, lookups_found, complaint_opened_at,
       complaint_sent_at, month_ends_at, month_followed_up, month_issues, month_set_up
FROM jsonb_to_recordset(%(rows)s) AS new (
    person text, journey text, number integer, version integer, started_at timestamptz, last_at timestamptz,
    closes_at timestamptz, watched_until timestamptz, ending text, ended_at timestamptz, ended_with text,
    segment text, channel text, path text[], gaps integer[], channels text[], owners text[], progress bigint[],
    next_owner text, revenue_at timestamptz, first_value_at timestamptz, setup_at timestamptz,
    setup_attempts integer, setup_tried_at timestamptz, setup_at_once boolean, lookups_needed integer,
    lookups_found integer, complaint_opened_at timestamptz, complaint_sent_at timestamptz, month_ends_at timestamptz,
    month_followed_up boolean, month_issues integer, month_set_up boolean
)
RETURNING journey, (started_at AT TIME ZONE 'UTC')::date,
          CASE WHEN ending IS NULL THEN (closes_at AT TIME ZONE 'UTC')::date END, ending IS NOT DISTINCT FROM 'success'

-- name: insert_promises
INSERT INTO journey_promises (
    person, journey, number, place, promise, made_at, due_at, kept_at, segment, channel
)
SELECT person, journey, number, place, promise, made_at, due_at, kept_at, segment, channel
FROM jsonb_to_recordset(%(rows)s) AS new (
    person text, journey text, number integer, place integer, promise text, made_at timestamptz,
    due_at timestamptz, kept_at timestamptz, segment text, channel text
)

-- name: insert_lookups
INSERT INTO journey_lookups (
    person, journey, number, place, source, channel, found, age_seconds, started_at, segment, first_channel
)
SELECT person, journey, number, place, source, channel, found, age_seconds, started_at, segment, first_channel
FROM jsonb_to_recordset(%(rows)s) AS new (
    person text, journey text, number integer, place integer, source text, channel text, found boolean,
    age_seconds bigint, started_at timestamptz, segment text, first_channel text
)

-- name: insert_contacts
INSERT INTO journey_contacts (person, journey, number, at, intent, channel, segment, again_at)
SELECT person, journey, number, at, intent, channel, segment, again_at
FROM jsonb_to_recordset(%(rows)s) AS new (
    person text, journey text, number integer, at timestamptz, intent text, channel text, segment text,
    again_at timestamptz
)
