-- name: insert
INSERT INTO replies (id, feedback_id, at, by, template, language, subject, text, state)
VALUES (
    %(id)s, %(feedback_id)s, %(at)s, %(by)s, %(template)s, %(language)s, %(subject)s, %(text)s, %(state)s
)
ON CONFLICT (id) DO NOTHING

-- name: get
SELECT r.id, r.feedback_id, r.at, r.by, r.template, r.language, r.subject, r.text,
       CASE WHEN m.state = 'given_up' THEN 'failed' ELSE r.state END AS state, coalesce(r.error, m.error) AS error
FROM replies AS r LEFT JOIN messages AS m ON m.id = r.id
WHERE r.id = %(id)s

-- name: of_item
SELECT r.id, r.feedback_id, r.at, r.by, r.template, r.language, r.subject, r.text,
       CASE WHEN m.state = 'given_up' THEN 'failed' ELSE r.state END AS state, coalesce(r.error, m.error) AS error
FROM replies AS r LEFT JOIN messages AS m ON m.id = r.id
WHERE r.feedback_id = %(feedback_id)s
ORDER BY r.at, r.id

-- name: settle
UPDATE replies SET state = %(state)s, error = %(error)s WHERE id = %(id)s AND state = 'waiting'
