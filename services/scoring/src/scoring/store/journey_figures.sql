-- What is asked of cases is asked over those that began in the days that are meant, as it was known `as_of`: now, or when
-- a plan's period was closed. What happened after it has not happened yet; such a case was still open, since it would
-- have closed later. By the earlier rules of plans what happened until `known_by` counts, too. Numbers that people see are
-- made of these in the domain.

-- name: sizes
-- Of all first channels and segments, whatever is filtered: what is hidden follows from all of them.
SELECT channel, segment, count(*)
FROM journey_cases
WHERE journey = %(journey)s
  AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
GROUP BY channel, segment

-- name: states
SELECT CASE WHEN %(channel)s::text IS NOT NULL THEN channel END,
       CASE WHEN %(segment)s::text IS NOT NULL THEN segment END,
       CASE WHEN ended_at <= %(known_by)s THEN ending WHEN closes_at <= %(as_of)s THEN 'abandoned' ELSE 'open' END AS state,
       CASE WHEN ending = 'exit' AND ended_at <= %(known_by)s THEN ended_with END AS exit,
       count(*), sum(cardinality(path))
FROM journey_cases
WHERE journey = %(journey)s
  AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
GROUP BY 1, 2, 3, 4
ORDER BY 3, 4

-- name: variants
SELECT CASE WHEN %(channel)s::text IS NOT NULL THEN channel END,
       CASE WHEN %(segment)s::text IS NOT NULL THEN segment END,
       path, count(*)
FROM journey_cases
WHERE journey = %(journey)s
  AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
GROUP BY 1, 2, path
ORDER BY count(*) DESC, path

-- name: timed_variants
-- With the seconds between the steps, case after case.
SELECT path, count(*), string_agg(array_to_string(gaps, ','), ',')
FROM journey_cases
WHERE journey = %(journey)s
  AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
  AND (%(segment)s::text IS NULL OR segment = %(segment)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
GROUP BY path
ORDER BY count(*) DESC, path

-- name: ended_variants
SELECT path, count(*)
FROM journey_cases
WHERE journey = %(journey)s AND (ending IS NOT NULL OR closes_at <= %(as_of)s)
  AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
  AND (%(segment)s::text IS NULL OR segment = %(segment)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
GROUP BY path
ORDER BY count(*) DESC, path

-- name: channel_variants
SELECT CASE WHEN %(channel)s::text IS NOT NULL THEN channel END,
       CASE WHEN %(segment)s::text IS NOT NULL THEN segment END,
       channels, count(*)
FROM journey_cases
WHERE journey = %(journey)s
  AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
GROUP BY 1, 2, channels

-- name: owner_variants
SELECT CASE WHEN %(channel)s::text IS NOT NULL THEN channel END,
       CASE WHEN %(segment)s::text IS NOT NULL THEN segment END,
       owners, count(*)
FROM journey_cases
WHERE journey = %(journey)s
  AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
GROUP BY 1, 2, owners

-- name: timed_owner_variants
SELECT owners, count(*), string_agg(array_to_string(gaps, ','), ',')
FROM journey_cases
WHERE journey = %(journey)s
  AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
  AND (%(segment)s::text IS NULL OR segment = %(segment)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
GROUP BY owners

-- name: lost_handoffs
-- Cases that nobody took up: closed without an end while the next stage was somebody else's.
SELECT CASE WHEN %(channel)s::text IS NOT NULL THEN channel END,
       CASE WHEN %(segment)s::text IS NOT NULL THEN segment END,
       owners[cardinality(owners)], next_owner, count(*)
FROM journey_cases
WHERE journey = %(journey)s AND ending IS NULL AND closes_at <= %(as_of)s
  AND owners[cardinality(owners)] NOT IN ('', next_owner)
  AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
GROUP BY 1, 2, 3, 4

-- name: scores_after_handoffs
-- An answer counts for the last hand-off before it, once.
SELECT CASE WHEN %(channel)s::text IS NOT NULL THEN cases.channel END,
       CASE WHEN %(segment)s::text IS NOT NULL THEN cases.segment END,
       handoff.source, handoff.target, answers.definition, answers.value, count(*)
FROM responses
JOIN answers ON answers.response_id = responses.id AND answers.type IN ('nps', 'ces', 'csat')
LEFT JOIN identities ON identities.customer_key = responses.customer_key
JOIN journey_cases AS cases
  ON cases.person = coalesce(identities.person, responses.customer_key) AND cases.journey = responses.journey
 AND responses.submitted_at BETWEEN cases.started_at AND cases.watched_until
CROSS JOIN LATERAL (
    SELECT source, target
    FROM (
        SELECT source, target, place,
               cases.started_at + sum(gap) OVER (ORDER BY place) * interval '1 second' AS at
        FROM unnest(
            cases.owners[:cardinality(cases.owners) - 1], cases.owners[2:], cases.gaps
        ) WITH ORDINALITY AS step (source, target, gap, place)
    ) AS steps
    WHERE source <> target AND source <> '' AND at <= responses.submitted_at
    ORDER BY place DESC
    LIMIT 1
) AS handoff
WHERE responses.journey = %(journey)s AND responses.customer_key IS NOT NULL
  AND cases.started_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND cases.started_at < coalesce(%(until)s::timestamptz, 'infinity')
GROUP BY 1, 2, 3, 4, 5, 6

-- name: stages
-- How many cases came to each stage, or further on.
SELECT CASE WHEN %(channel)s::text IS NOT NULL THEN channel END,
       CASE WHEN %(segment)s::text IS NOT NULL THEN segment END,
       stage, count(*)
FROM journey_cases, generate_subscripts(progress, 1) AS stage
WHERE journey = %(journey)s AND progress[stage] IS NOT NULL
  AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
GROUP BY 1, 2, 3

-- name: stage_waits
-- For each stage that a case came to, how long until it went on, and why it did not: seconds × 4 + how that ended.
SELECT stage,
       string_agg(
           (
               CASE WHEN on_at IS NOT NULL AND (left_at IS NULL OR on_at <= left_at)
                    THEN greatest(on_at - entered, 0) * 4 + 1
                    WHEN left_at IS NOT NULL THEN greatest(left_at - entered, 0) * 4 + 2
                    WHEN closed <= watched THEN greatest(closed - entered, 0) * 4 + 2
                    ELSE greatest(watched - entered, 0) * 4 END
           )::text,
           ','
       )
FROM (
    SELECT stage, progress[stage] AS entered,
           least(
               progress[stage + 1],
               CASE WHEN ending = 'success' THEN extract(epoch FROM ended_at - started_at)::bigint END
           ) AS on_at,
           CASE WHEN ending = 'exit' THEN extract(epoch FROM ended_at - started_at)::bigint END AS left_at,
           extract(epoch FROM closes_at - started_at)::bigint AS closed,
           extract(epoch FROM %(as_of)s::timestamptz - started_at)::bigint AS watched
    FROM journey_cases, generate_subscripts(progress, 1) AS stage
    WHERE journey = %(journey)s AND progress[stage] IS NOT NULL
      AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
      AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
      AND (%(segment)s::text IS NULL OR segment = %(segment)s)
      AND (%(channel)s::text IS NULL OR channel = %(channel)s)
) AS stages
GROUP BY stage
ORDER BY stage

-- name: waits
-- How long each case took to each milestone, or how long it has not: seconds × 4 + how that ended.
SELECT milestone,
       CASE %(by)s::text WHEN 'segment' THEN coalesce(segment, '') WHEN 'channel' THEN coalesce(channel, '') END,
       string_agg(
           (
               greatest(
                   CASE WHEN at <= %(known_by)s AND (left_at IS NULL OR at <= left_at)
                        THEN extract(epoch FROM at - started_at)::bigint * 4 + 1
                        WHEN left_at IS NOT NULL THEN extract(epoch FROM left_at - started_at)::bigint * 4 + 2
                        ELSE extract(epoch FROM least(%(as_of)s, watched_until) - started_at)::bigint * 4 END,
                   0
               )
           )::text,
           ','
       )
FROM (
    SELECT *, CASE WHEN ending = 'success' THEN ended_at END AS success_at,
           CASE WHEN ending = 'exit' AND ended_at <= %(known_by)s THEN ended_at END AS left_at
    FROM journey_cases
    WHERE journey = %(journey)s
      AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
      AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
      AND (%(segment)s::text IS NULL OR segment = %(segment)s)
      AND (%(channel)s::text IS NULL OR channel = %(channel)s)
) AS cases,
LATERAL (
    VALUES ('success', success_at), ('revenue', revenue_at), ('first_value', first_value_at), ('setup', setup_at)
) AS milestones (milestone, at)
WHERE milestone = ANY(%(milestones)s)
GROUP BY 1, 2
ORDER BY 1, 2

-- name: shares
-- Everything of a case that is a share: how many of how many.
SELECT CASE WHEN %(channel)s::text IS NOT NULL THEN channel END AS channel,
       CASE WHEN %(segment)s::text IS NOT NULL THEN segment END AS segment,
       count(*) FILTER (WHERE setup_tried_at <= %(known_by)s) AS installs,
       count(*) FILTER (WHERE setup_at_once AND setup_tried_at <= %(known_by)s) AS installs_at_once,
       count(*) FILTER (WHERE setup_at <= %(known_by)s) AS installs_in_the_end,
       count(*) FILTER (WHERE month_ends_at <= %(as_of)s) AS months,
       count(*) FILTER (WHERE month_ends_at <= %(as_of)s AND month_followed_up) AS months_followed_up,
       count(*) FILTER (WHERE month_ends_at <= %(as_of)s AND month_issues > 0) AS months_with_issues,
       count(*) FILTER (WHERE month_ends_at <= %(as_of)s AND month_set_up) AS months_set_up,
       count(*) FILTER (WHERE lookups_needed > 0) AS cases_with_lookups,
       coalesce(sum(lookups_needed), 0) AS lookups_needed,
       coalesce(sum(lookups_found), 0) AS lookups_found,
       count(*) FILTER (WHERE complaint_opened_at <= %(as_of)s::timestamptz - interval '1 day') AS complaints_begun,
       count(*) FILTER (
           WHERE complaint_opened_at <= %(as_of)s::timestamptz - interval '1 day'
             AND (complaint_sent_at IS NULL OR complaint_sent_at > %(known_by)s)
       ) AS complaints_given_up,
       count(*) FILTER (WHERE complaint_sent_at <= %(known_by)s) AS complaints_sent
FROM journey_cases
WHERE journey = %(journey)s
  AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
GROUP BY 1, 2

-- name: contacts
-- By what the customer wanted: contacts old enough to know, those after which nobody came back in time, and the others.
SELECT CASE WHEN %(channel)s::text IS NOT NULL THEN channel END,
       CASE WHEN %(segment)s::text IS NOT NULL THEN segment END,
       coalesce(intent, ''), count(*) FILTER (WHERE old),
       count(*) FILTER (WHERE old AND (again_at IS NULL OR again_at > at + %(contact_window)s::interval)),
       count(*) FILTER (WHERE NOT old)
FROM journey_contacts,
LATERAL (SELECT at <= %(as_of)s::timestamptz - %(contact_window)s::interval AS old) AS age
WHERE journey = %(journey)s
  AND at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND at < coalesce(%(until)s::timestamptz, 'infinity')
GROUP BY 1, 2, 3
ORDER BY 3

-- name: promises
-- Those that are due: made, kept in time, kept late; and those that are not due yet.
SELECT CASE WHEN %(channel)s::text IS NOT NULL THEN channel END,
       CASE WHEN %(segment)s::text IS NOT NULL THEN segment END,
       promise, count(*) FILTER (WHERE due_at <= %(as_of)s),
       count(*) FILTER (WHERE due_at <= %(as_of)s AND kept_at <= due_at),
       count(*) FILTER (WHERE due_at <= %(as_of)s AND kept_at > due_at),
       count(*) FILTER (WHERE due_at > %(as_of)s)
FROM journey_promises
WHERE journey = %(journey)s
  AND made_at >= coalesce(%(since)s::timestamptz, '-infinity')
  AND made_at < coalesce(%(until)s::timestamptz, 'infinity')
GROUP BY 1, 2, promise
ORDER BY promise

-- name: said
-- Of the answers about this journey: who said whether it was solved and how many contacts that took, and who had to
-- tell everything again.
SELECT CASE WHEN %(channel)s::text IS NOT NULL THEN channel END,
       CASE WHEN %(segment)s::text IS NOT NULL THEN segment END,
       count(*) FILTER (WHERE solved IS NOT NULL AND contacts IS NOT NULL),
       count(*) FILTER (WHERE solved = 'yes' AND contacts = 'one'),
       count(*) FILTER (WHERE repeated IS NOT NULL),
       count(*) FILTER (WHERE repeated = 'yes')
FROM (
    SELECT responses.channel, responses.segment, max(value) FILTER (WHERE question = 'resolved') AS solved,
           max(value) FILTER (WHERE question = 'contacts') AS contacts,
           max(value) FILTER (WHERE question = 'repeated') AS repeated
    FROM responses
    JOIN choices ON choices.response_id = responses.id AND question IN ('resolved', 'contacts', 'repeated')
    WHERE journey = %(journey)s
      AND day >= coalesce((%(since)s::timestamptz AT TIME ZONE 'UTC')::date, '-infinity')
      AND day < coalesce((%(until)s::timestamptz AT TIME ZONE 'UTC')::date, 'infinity')
    GROUP BY responses.id
) AS answered
GROUP BY 1, 2
