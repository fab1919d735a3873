-- name: forget_touchpoints
DELETE FROM touchpoints WHERE (customer_key, source, id) IN (
    SELECT customer_key, source, id FROM touchpoints
    WHERE received_at < %(before)s
    ORDER BY received_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)

-- name: count_touchpoints
SELECT count(*) FROM (SELECT FROM touchpoints WHERE received_at < %(before)s LIMIT %(limit)s) AS old

-- name: forget_invitations
-- A link that can still be answered stays.
DELETE FROM invitations WHERE id IN (
    SELECT id FROM invitations
    WHERE created_at < %(before)s AND expires_at < %(now)s
    ORDER BY created_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)

-- name: count_invitations
SELECT count(*) FROM (
    SELECT FROM invitations WHERE created_at < %(before)s AND expires_at < %(now)s LIMIT %(limit)s
) AS old

-- name: forget_messages
-- One that is on its way is settled first.
DELETE FROM messages WHERE id IN (
    SELECT id FROM messages
    WHERE created_at < %(before)s AND state IN ('sent', 'failed')
    ORDER BY created_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)

-- name: count_messages
SELECT count(*) FROM (
    SELECT FROM messages WHERE created_at < %(before)s AND state IN ('sent', 'failed') LIMIT %(limit)s
) AS old

-- name: forget_delivery_reports
DELETE FROM delivery_reports WHERE id IN (
    SELECT id FROM delivery_reports
    WHERE received_at < %(before)s
    ORDER BY received_at, id
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)

-- name: count_delivery_reports
SELECT count(*) FROM (SELECT FROM delivery_reports WHERE received_at < %(before)s LIMIT %(limit)s) AS old

-- name: forget_mailbox_mails
DELETE FROM mailbox_mails WHERE id IN (
    SELECT id FROM mailbox_mails
    WHERE received_at < %(before)s
    ORDER BY received_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)

-- name: forget_rejected_answers
DELETE FROM rejected_answers WHERE id IN (
    SELECT id FROM rejected_answers
    WHERE received_at < %(before)s
    ORDER BY received_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)

-- name: responses
-- From where retention has come to, in the order in which they were received; locked until they are impersonal.
SELECT id, survey, version, answers, received_at, erased_at IS NOT NULL AS erased
FROM responses
WHERE (received_at, id) > (%(at)s, %(id)s) AND received_at < %(before)s
ORDER BY received_at, id
LIMIT %(limit)s
FOR UPDATE

-- name: count_responses
SELECT count(*) FROM (
    SELECT FROM responses
    WHERE (received_at, id) > (%(at)s, %(id)s) AND received_at < %(before)s AND erased_at IS NULL
    LIMIT %(limit)s
) AS old

-- name: customers
SELECT key, updated_at FROM customers
WHERE (updated_at, key) > (%(at)s, %(key)s) AND updated_at < %(before)s
ORDER BY updated_at, key
LIMIT %(limit)s

-- name: forget_customers
DELETE FROM customers AS c
WHERE key = ANY(%(keys)s)
  AND updated_at < %(before)s
  AND NOT EXISTS (SELECT FROM touchpoints AS t WHERE t.customer_key = c.key)
  AND NOT EXISTS (SELECT FROM invitations AS i WHERE i.customer_key = c.key)
  AND NOT EXISTS (SELECT FROM responses AS r WHERE r.customer_key = c.key)
  AND NOT EXISTS (SELECT FROM messages AS m WHERE m.customer_key = c.key)
RETURNING key

-- name: forget_bounces
-- An address that is gone can't bounce. Who objected has objected for good.
DELETE FROM mail_suppressions WHERE customer_key = ANY(%(keys)s) AND reason = 'bounced'

-- name: count_customers
SELECT count(*) FROM (
    SELECT FROM customers AS c
    WHERE updated_at < %(before)s
      AND NOT EXISTS (SELECT FROM touchpoints AS t WHERE t.customer_key = c.key)
      AND NOT EXISTS (SELECT FROM invitations AS i WHERE i.customer_key = c.key)
      AND NOT EXISTS (SELECT FROM responses AS r WHERE r.customer_key = c.key)
      AND NOT EXISTS (SELECT FROM messages AS m WHERE m.customer_key = c.key)
    LIMIT %(limit)s
) AS old

-- name: begin
INSERT INTO retention_places (what, place) VALUES (%(what)s, 'null') ON CONFLICT DO NOTHING

-- name: lock_place
SELECT place FROM retention_places WHERE what = %(what)s FOR UPDATE

-- name: place
SELECT place FROM retention_places WHERE what = %(what)s

-- name: move
UPDATE retention_places SET place = %(place)s WHERE what = %(what)s
