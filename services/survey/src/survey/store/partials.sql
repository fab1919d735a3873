-- name: save
-- Never beside an answer that was sent. What comes late, after newer choices, changes nothing.
INSERT INTO partial_answers AS saved (invitation_id, customer_key, language, answers, known, saved_at, due_at)
SELECT %(id)s, %(customer_key)s, %(language)s, %(answers)s, %(known)s, %(now)s, %(due_at)s
WHERE NOT EXISTS (SELECT FROM responses WHERE id = %(id)s AND complete)
ON CONFLICT (invitation_id) DO UPDATE
SET language = excluded.language, answers = excluded.answers, known = excluded.known, saved_at = excluded.saved_at,
    due_at = excluded.due_at
WHERE saved.saved_at <= excluded.saved_at

-- name: drop
DELETE FROM partial_answers WHERE invitation_id = %(id)s

-- name: take
-- The customers' and the invitations' rows are held from here on, like by everybody who stores an answer. What is being
-- erased or revoked at this moment is left for later: waiting for it, while it waits for what is taken here, would never
-- end.
WITH due AS MATERIALIZED (
    SELECT p.invitation_id
    FROM partial_answers AS p
    JOIN customers AS c ON c.key = p.customer_key
    JOIN invitations AS i ON i.id = p.invitation_id
    WHERE p.due_at <= %(now)s
    ORDER BY p.due_at
    LIMIT %(limit)s
    FOR UPDATE OF p SKIP LOCKED
    FOR KEY SHARE OF c SKIP LOCKED
    FOR NO KEY UPDATE OF i SKIP LOCKED
)
DELETE FROM partial_answers AS p
USING due
JOIN invitations AS i ON i.id = due.invitation_id
LEFT JOIN touchpoints AS t
    ON (t.customer_key, t.source, t.id) = (i.customer_key, i.touchpoint_source, i.touchpoint_id)
WHERE p.invitation_id = due.invitation_id
RETURNING i.id, i.survey, i.version, i.customer_key, 'invitation', p.language, i.context, p.answers, p.saved_at,
          p.known,
          jsonb_build_object(
              'source', i.touchpoint_source, 'id', i.touchpoint_id, 'type', t.type,
              'product', CASE jsonb_typeof(t.attributes -> 'product') WHEN 'string' THEN t.attributes ->> 'product' END
          ),
          1, false, i.revoked_at IS NOT NULL
