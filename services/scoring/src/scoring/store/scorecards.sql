-- name: hold
-- One chain, one link at a time.
SELECT pg_advisory_xact_lock(hashtextextended('scorecards', 0))

-- name: last
SELECT number, hash FROM scorecards ORDER BY number DESC LIMIT 1

-- name: insert
INSERT INTO scorecards (number, id, key, version, restates, body, hash, locked_at)
VALUES (%(number)s, %(id)s, %(key)s, %(version)s, %(restates)s, %(body)s, %(hash)s, %(locked_at)s)

-- name: get
SELECT body, hash FROM scorecards WHERE id = %(id)s

-- name: of_plan
SELECT body, hash FROM scorecards WHERE key = %(key)s AND version = %(version)s ORDER BY number

-- name: how_often
SELECT key, count(*)
FROM scorecards JOIN unnest(%(keys)s::text[], %(versions)s::integer[]) AS wanted (key, version) USING (key, version)
GROUP BY key

-- name: page
SELECT body, hash FROM scorecards
WHERE (%(key)s::text IS NULL OR key = %(key)s) AND number > %(after)s
ORDER BY number LIMIT %(limit)s

-- name: until
SELECT body, hash FROM scorecards WHERE number <= %(number)s ORDER BY number
