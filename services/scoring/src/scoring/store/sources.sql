-- name: sizes
-- In how many cases each source was asked, and each channel of it, in each place that the filters tell apart: of those
-- that are filtered out, too. `aged` is in how many it was known how old it was.
SELECT at_channel, at_segment, source, CASE WHEN grouping(channel) = 0 THEN channel END AS channel,
       count(DISTINCT one) AS cases,
       count(DISTINCT one) FILTER (WHERE age_seconds IS NOT NULL) AS aged
FROM (
    SELECT CASE WHEN %(channel)s::text IS NOT NULL THEN first_channel END AS at_channel,
           CASE WHEN %(segment)s::text IS NOT NULL THEN segment END AS at_segment,
           source, channel, age_seconds, hashtextextended(person, number) AS one
    FROM journey_lookups
    WHERE journey = %(journey)s
      AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
      AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
) AS looked
GROUP BY GROUPING SETS ((at_channel, at_segment, source, channel), (at_channel, at_segment, source))

-- name: used
-- Each source as a whole, which is its row without a channel, and by the channel in which it was asked: counts, and the
-- ages in seconds. A case asks in several channels, so the cases of a source are not the sum of theirs. They are counted
-- by a hash of eight bytes, seven times as fast as by their names; two that had the same would only count as fewer.
SELECT source, CASE WHEN grouping(channel) = 0 THEN channel END AS channel,
       count(DISTINCT one) AS cases, count(*) AS lookups, count(*) FILTER (WHERE found) AS found,
       count(DISTINCT one) FILTER (WHERE age_seconds IS NOT NULL) AS cases_with_age,
       coalesce(string_agg(age_seconds::text, ','), '') AS ages
FROM (
    SELECT source, channel, found, age_seconds, hashtextextended(person, number) AS one
    FROM journey_lookups
    WHERE journey = %(journey)s
      AND started_at >= coalesce(%(since)s::timestamptz, '-infinity')
      AND started_at < coalesce(%(until)s::timestamptz, 'infinity')
      AND (%(segment)s::text IS NULL OR segment = %(segment)s)
      AND (%(channel)s::text IS NULL OR first_channel = %(channel)s)
) AS looked
GROUP BY GROUPING SETS ((source, channel), (source))
ORDER BY lookups DESC, source, channel
