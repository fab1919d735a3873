-- name: outcomes
-- The newest answers first, so that too many are noticed without reading them all. A case is the one that the answer
-- is about: the customer's on that journey, while what happens still belongs to it.
SELECT responses.id, responses.kind, answers.definition, answers.question, answers.value, responses.submitted_at,
       responses.attributes, cases.started_at, cases.path, cases.gaps, cases.channels, cases.owners
FROM responses
JOIN answers ON answers.response_id = responses.id AND answers.type = %(type)s
LEFT JOIN identities ON identities.customer_key = responses.customer_key
LEFT JOIN LATERAL (
    SELECT started_at, path, gaps, channels, owners
    FROM journey_cases
    WHERE %(with_cases)s AND person = coalesce(identities.person, responses.customer_key)
      AND journey = responses.journey AND responses.submitted_at BETWEEN started_at AND watched_until
    ORDER BY started_at DESC
    LIMIT 1
) AS cases ON true
WHERE responses.day BETWEEN coalesce(%(first_day)s::date, '-infinity') AND coalesce(%(last_day)s::date, 'infinity')
  AND (%(kind)s::text IS NULL OR responses.kind = %(kind)s)
  AND (%(survey)s::text IS NULL OR responses.survey = %(survey)s)
  AND (%(version)s::integer IS NULL OR responses.version = %(version)s)
  AND (%(journey)s::text IS NULL OR responses.journey = %(journey)s)
  AND (%(stage)s::text IS NULL OR responses.stage = %(stage)s)
  AND (%(channel)s::text IS NULL OR responses.channel = %(channel)s)
  AND (%(owner)s::text IS NULL OR responses.owner = %(owner)s)
  AND (%(segment)s::text IS NULL OR responses.segment = %(segment)s)
  AND (%(language)s::text IS NULL OR responses.language = %(language)s)
  AND responses.attributes @> %(attributes)s
  AND (%(question)s::text IS NULL OR answers.question = %(question)s)
  AND (%(definition)s::text IS NULL OR answers.definition = %(definition)s)
ORDER BY responses.day DESC, responses.id, answers.question
LIMIT %(limit)s

-- name: answers
SELECT response_id, question, definition, value
FROM answers WHERE response_id = ANY(%(ids)s) AND question = ANY(%(questions)s)
