-- name: insert
INSERT INTO forecasts (id, person, measure, first_day, last_day, value, by, made_at)
VALUES (%(id)s, %(person)s, %(measure)s, %(first_day)s, %(last_day)s, %(value)s, %(by)s, %(made_at)s)
ON CONFLICT (id) DO NOTHING
RETURNING id

-- name: find
SELECT id, person, measure, first_day, last_day, value, by, made_at
FROM forecasts WHERE id = %(id)s

-- name: page
SELECT id, person, measure, first_day, last_day, value, by, made_at
FROM forecasts
WHERE person = %(person)s AND (made_at, id) > (%(at)s, %(after)s)
ORDER BY made_at, id
LIMIT %(limit)s

-- name: page_of_all
SELECT id, person, measure, first_day, last_day, value, by, made_at
FROM forecasts
WHERE (made_at, id) > (%(at)s, %(after)s)
ORDER BY made_at, id
LIMIT %(limit)s
