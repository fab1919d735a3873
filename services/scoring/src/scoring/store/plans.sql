-- name: newest_checksum
SELECT version, checksum FROM plans WHERE key = %(key)s ORDER BY version DESC LIMIT 1

-- name: insert
INSERT INTO plans (key, version, definition, checksum, set_at)
VALUES (%(key)s, %(version)s, %(definition)s, %(checksum)s, %(now)s)

-- name: hold
-- Whoever changes anything about a plan waits for who did so before.
SELECT pg_advisory_xact_lock(hashtextextended('plan ' || %(key)s, 0))

-- name: hold_starts
-- Whether two plans would pay somebody for the same is seen only where one of them starts after the other.
SELECT pg_advisory_xact_lock(hashtextextended('plans', 0))

-- name: find
SELECT version, definition, set_at FROM plans WHERE key = %(key)s AND version = %(version)s

-- name: in_force
-- The version that went live last, or the newest one when none has.
SELECT plans.version, definition, set_at
FROM plans
LEFT JOIN plan_steps ON plan_steps.key = plans.key AND plan_steps.version = plans.version AND action = 'went_live'
WHERE plans.key = %(key)s
ORDER BY plan_steps.at DESC NULLS LAST, plans.version DESC
LIMIT 1

-- name: page
-- The same of several plans.
SELECT DISTINCT ON (plans.key) plans.version, definition, set_at
FROM plans
LEFT JOIN plan_steps ON plan_steps.key = plans.key AND plan_steps.version = plans.version AND action = 'went_live'
WHERE plans.key > %(after)s
ORDER BY plans.key, plan_steps.at DESC NULLS LAST, plans.version DESC
LIMIT %(limit)s

-- name: live
SELECT plans.version, definition, set_at
FROM plan_steps JOIN plans ON plans.key = plan_steps.key AND plans.version = plan_steps.version
WHERE plan_steps.key = %(key)s AND action = 'went_live'
ORDER BY plans.version

-- name: neighbours
-- Other plans over some of these days: the versions that went live, and the newest of each.
SELECT definition, action IS NOT NULL
FROM plans
LEFT JOIN plan_steps ON plan_steps.key = plans.key AND plan_steps.version = plans.version AND action = 'went_live'
WHERE plans.key <> %(key)s
  AND (definition #>> '{period,first_day}')::date <= %(last_day)s
  AND (definition #>> '{period,last_day}')::date >= %(first_day)s
  AND (action IS NOT NULL OR NOT EXISTS (
      SELECT FROM plans AS newer WHERE newer.key = plans.key AND newer.version > plans.version
  ))
ORDER BY plans.key, plans.version

-- name: note
INSERT INTO plan_steps (id, key, version, action, by, comment, at)
VALUES (%(id)s, %(key)s, %(version)s, %(action)s, %(by)s, %(comment)s, %(at)s)

-- name: steps
SELECT action, by, comment, at FROM plan_steps WHERE key = %(key)s AND version = %(version)s ORDER BY at, id

-- name: steps_of_several
SELECT key, action, by, comment, at
FROM plan_steps JOIN unnest(%(keys)s::text[], %(versions)s::integer[]) AS wanted (key, version) USING (key, version)
ORDER BY at, id

-- name: exclude
INSERT INTO exclusions (id, key, version, response_id, reason, proposed_by, proposed_at)
VALUES (%(id)s, %(key)s, %(version)s, %(response_id)s, %(reason)s, %(proposed_by)s, %(proposed_at)s)

-- name: decide
INSERT INTO exclusion_decisions (exclusion_id, confirmed, by, at)
VALUES (%(exclusion_id)s, %(confirmed)s, %(by)s, %(at)s)

-- name: exclusions
SELECT id, response_id, reason, proposed_by, proposed_at, confirmed, by AS decided_by, at AS decided_at
FROM exclusions LEFT JOIN exclusion_decisions ON exclusion_id = id
WHERE key = %(key)s AND version = %(version)s
ORDER BY proposed_at, id

-- name: kinds_of_survey
SELECT DISTINCT kind FROM survey_kinds WHERE survey = %(survey)s
