-- name: insert
INSERT INTO gaming_audits (id, key, version, by, at, level, results, automatic)
VALUES (%(id)s, %(key)s, %(version)s, %(by)s, %(at)s, %(level)s, %(results)s, %(automatic)s)

-- name: find
SELECT id, key, version, by, at, results, level, automatic FROM gaming_audits WHERE id = %(id)s

-- name: page
SELECT id, key, version, by, at, results, level, automatic
FROM gaming_audits
WHERE key = %(key)s AND version = %(version)s AND (at, id) > (%(at)s, %(after)s)
ORDER BY at, id
LIMIT %(limit)s

-- name: notes
SELECT audit_id, place, state, note, by, at FROM gaming_notes WHERE audit_id = ANY(%(ids)s) ORDER BY at, id

-- name: note
INSERT INTO gaming_notes (id, audit_id, place, state, note, by, at)
VALUES (%(id)s, %(audit_id)s, %(place)s, %(state)s, %(note)s, %(by)s, %(at)s)

-- name: due
-- Versions that went live, whose last day is over, and at which was not looked by itself yet.
SELECT plans.key, plans.version
FROM plan_steps JOIN plans ON plans.key = plan_steps.key AND plans.version = plan_steps.version
WHERE action = 'went_live' AND (definition #>> '{period,last_day}')::date < %(today)s
    AND NOT EXISTS (
        SELECT FROM gaming_audits
        WHERE gaming_audits.key = plans.key AND gaming_audits.version = plans.version AND automatic
    )
ORDER BY plans.key, plans.version

-- name: was_made
SELECT EXISTS (
    SELECT FROM gaming_audits WHERE key = %(key)s AND version = %(version)s AND automatic
)
