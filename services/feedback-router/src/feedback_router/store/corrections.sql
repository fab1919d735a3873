-- name: keep
INSERT INTO routing_corrections (feedback_id, at, text, language, from_team, to_team, by, note)
VALUES (%(feedback_id)s, %(at)s, %(text)s, %(language)s, %(from_team)s, %(to_team)s, %(by)s, %(note)s)

-- name: mark
SELECT coalesce(max(number), 0) AS newest, count(*) AS count FROM routing_corrections

-- name: after
SELECT feedback_id, at, text, language, from_team, to_team, by, note
FROM routing_corrections WHERE number > %(number)s ORDER BY number

-- name: count_up_to
SELECT count(*) FROM routing_corrections WHERE number <= %(number)s
