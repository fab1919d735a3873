-- name: to_look_at
SELECT id FROM feedback
WHERE check_at <= %(now)s
ORDER BY check_at
LIMIT %(limit)s
FOR UPDATE SKIP LOCKED

-- name: note
UPDATE feedback SET alarm = %(alarm)s, check_at = %(check_at)s WHERE id = %(id)s

-- name: standing
SELECT team,
       count(*) AS open,
       count(*) FILTER (WHERE due_at > %(now)s AND alarm = 1) AS due_soon,
       count(*) FILTER (WHERE due_at <= %(now)s) AS overdue,
       count(*) FILTER (WHERE escalations > 0) AS escalated,
       min(due_at) AS next_due_at
FROM feedback
WHERE due_at IS NOT NULL AND (%(team)s::text IS NULL OR team = %(team)s)
GROUP BY team
ORDER BY team

-- name: triage_alarm
SELECT raised_at, waiting FROM triage_alarms WHERE ended_at IS NULL

-- name: raise_triage_alarm
INSERT INTO triage_alarms (raised_at, waiting) VALUES (%(now)s, %(waiting)s) ON CONFLICT DO NOTHING

-- name: end_triage_alarm
UPDATE triage_alarms SET ended_at = %(now)s WHERE ended_at IS NULL

-- name: count_waiting
SELECT count(*) FROM feedback WHERE due_at IS NOT NULL AND team = %(team)s
