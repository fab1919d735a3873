-- name: lock_old
-- What somebody else is forgetting is theirs.
SELECT response_id FROM feedback
WHERE survey = 'staff-report' AND text <> '' AND routed_at < %(before)s
ORDER BY routed_at
LIMIT %(limit)s
FOR UPDATE SKIP LOCKED
