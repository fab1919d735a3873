-- name: newest
-- What is to be learnt from: who recommended or not, on this journey. Without the key nothing is known of the way.
SELECT responses.id, responses.customer_key, responses.submitted_at, answers.value
FROM responses
JOIN answers ON answers.response_id = responses.id AND answers.definition = %(definition)s
WHERE responses.journey = %(journey)s AND responses.kind = %(kind)s AND responses.customer_key IS NOT NULL
ORDER BY responses.day DESC, responses.id, answers.question
LIMIT %(limit)s
