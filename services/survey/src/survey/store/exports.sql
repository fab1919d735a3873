-- name: versions
SELECT definition FROM surveys WHERE key = %(survey)s ORDER BY version

-- name: page
-- In pages by place, each a statement of its own: nobody who reads slowly holds a connection or an old snapshot.
SELECT id, survey, version, customer_key, source, language, context, answers, submitted_at, received_at,
       revision, complete, corrected_at
FROM responses
WHERE (received_at, id) > (%(received_at)s::timestamptz, %(id)s::uuid)
  AND received_at <= %(until)s
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
  AND (%(first)s::timestamptz IS NULL OR submitted_at >= %(first)s)
  AND (%(before)s::timestamptz IS NULL OR submitted_at < %(before)s)
  AND context @> %(context)s
ORDER BY received_at, id
LIMIT %(limit)s
