-- name: put
-- What is waiting already is given back instead: it is locked until then, so it is not made meanwhile.
INSERT INTO at_risk_orders (id, journey, kind, factors, by, request_id, asked_at, state)
VALUES (%(id)s, %(journey)s, %(kind)s, %(factors)s, %(by)s, %(request_id)s, %(asked_at)s, 'waiting')
ON CONFLICT (journey, kind, factors) WHERE state = 'waiting' DO UPDATE SET state = 'waiting'
RETURNING id, journey, kind, factors, by, request_id, asked_at, state, version

-- name: find
SELECT id, journey, kind, factors, by, request_id, asked_at, state, version FROM at_risk_orders WHERE id = %(id)s

-- name: newest
SELECT id, journey, kind, factors, by, request_id, asked_at, state, version
FROM at_risk_orders WHERE journey = %(journey)s ORDER BY asked_at DESC, id DESC LIMIT 1

-- name: next
SELECT id, journey, kind, factors, by, request_id, asked_at, state, version
FROM at_risk_orders WHERE state = 'waiting' ORDER BY asked_at, id LIMIT 1

-- name: hold
SELECT FROM at_risk_orders WHERE id = %(id)s AND state = 'waiting' FOR UPDATE

-- name: finish
UPDATE at_risk_orders SET state = %(state)s, version = %(version)s WHERE id = %(id)s
