-- name: note
INSERT INTO audit (id, at, by, action, subject, detail, request_id)
VALUES (%(id)s, %(at)s, %(by)s, %(action)s, %(subject)s, %(detail)s, %(request_id)s)

-- name: page
SELECT id, at, by, action, subject, detail, request_id
FROM audit
WHERE (at, id) > (%(at)s::timestamptz, %(id)s::uuid)
  AND (%(subject)s::text IS NULL OR subject = %(subject)s)
ORDER BY at, id
LIMIT %(limit)s
