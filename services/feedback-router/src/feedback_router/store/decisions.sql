-- name: hold
-- Whoever decides waits for who decides: what was spent is then known, and stays so until the transaction ends.
SELECT pg_advisory_xact_lock(hashtextextended('decisions', 0))

-- name: spent
-- With no end in time: a clock that is behind must not hide what was approved a moment ago.
SELECT EXISTS (
           SELECT FROM decisions
           WHERE touchpoint_source = %(source)s AND touchpoint_id = %(id)s AND outcome = 'approved'
       ) AS on_touchpoint,
       (
           SELECT coalesce(sum(amount), 0)::bigint FROM decisions
           WHERE customer_key = %(customer_key)s AND outcome = 'approved' AND at > %(customer_since)s
       ) AS on_customer,
       (
           SELECT coalesce(sum(amount), 0)::bigint FROM decisions
           WHERE outcome = 'approved' AND at > %(company_since)s
       ) AS by_company

-- name: insert
INSERT INTO decisions (
    id, feedback_id, customer_key, touchpoint_source, touchpoint_id, touchpoint_type, outcome, policy_version, rule,
    team, action, amount, currency, held_by, reason, why, inputs, at
)
VALUES (
    %(id)s, %(feedback_id)s, %(customer_key)s, %(touchpoint_source)s, %(touchpoint_id)s, %(touchpoint_type)s,
    %(outcome)s, %(policy_version)s, %(rule)s, %(team)s, %(action)s, %(amount)s, %(currency)s, %(held_by)s,
    %(reason)s, %(why)s, %(inputs)s, %(at)s
)

-- name: get
SELECT id, feedback_id, customer_key, touchpoint_source, touchpoint_id, touchpoint_type, outcome, policy_version, rule,
       team, action, amount, currency, held_by, reason, why, inputs, at, state
FROM standing_decisions
WHERE id = %(id)s AND (%(team)s::text IS NULL OR team = %(team)s)

-- name: lock
SELECT FROM decisions WHERE id = %(id)s FOR UPDATE

-- name: page
SELECT id, feedback_id, customer_key, touchpoint_source, touchpoint_id, touchpoint_type, outcome, policy_version, rule,
       team, action, amount, currency, held_by, reason, why, inputs, at, state
FROM standing_decisions
WHERE (at, id) < (%(at)s, %(id)s)
  AND (%(team)s::text IS NULL OR team = %(team)s)
  AND (%(state)s::text IS NULL OR state = %(state)s)
  -- Few were ever touched again: they are found from their steps, not by walking past all others.
  AND (%(touched)s::boolean IS NULL OR id IN (SELECT decision_id FROM decision_steps))
  AND (%(rule)s::text IS NULL OR rule = %(rule)s)
  AND (%(customer)s::text IS NULL OR customer_key = %(customer)s)
  AND (%(touchpoint)s::text IS NULL OR touchpoint_id = %(touchpoint)s)
  AND (%(since)s::timestamptz IS NULL OR at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR at < %(until)s)
ORDER BY at DESC, id DESC
LIMIT %(limit)s

-- name: keep_step
INSERT INTO decision_steps (decision_id, at, action, by, note)
VALUES (%(decision_id)s, %(at)s, %(action)s, %(by)s, %(note)s)

-- name: steps
SELECT at, action, by, note FROM decision_steps WHERE decision_id = %(id)s ORDER BY number

-- name: account_totals
SELECT count(DISTINCT customer_key) AS customers, count(*) AS touchpoints,
       count(*) FILTER (
           WHERE EXISTS (
               SELECT FROM decisions AS d WHERE d.touchpoint_source = t.source AND d.touchpoint_id = t.id
           )
       ) AS claimed
FROM touchpoint_amounts AS t
WHERE at >= %(since)s AND at < %(until)s AND amounts <> '{}'

-- name: accounts
-- Those who claimed most often; a touchpoint counts once, whatever was decided about it.
WITH claimed AS (
    SELECT t.customer_key, t.source, t.id,
           count(*) FILTER (WHERE d.outcome = 'approved') AS approvals,
           coalesce(sum(d.amount) FILTER (WHERE d.outcome = 'approved' AND d.currency = %(currency)s), 0) AS amount
    FROM touchpoint_amounts AS t
    JOIN decisions AS d ON d.touchpoint_source = t.source AND d.touchpoint_id = t.id
    WHERE t.at >= %(since)s AND t.at < %(until)s AND t.amounts <> '{}'
    GROUP BY t.customer_key, t.source, t.id
),
most AS (
    SELECT customer_key, count(*) AS claimed, sum(approvals)::bigint AS approvals, sum(amount)::bigint AS amount
    FROM claimed GROUP BY customer_key
    ORDER BY count(*) DESC, customer_key LIMIT %(limit)s
)
SELECT most.customer_key, count(*) AS touchpoints, most.claimed, most.approvals, most.amount
FROM most JOIN touchpoint_amounts AS t USING (customer_key)
WHERE t.at >= %(since)s AND t.at < %(until)s AND t.amounts <> '{}'
GROUP BY most.customer_key, most.claimed, most.approvals, most.amount
