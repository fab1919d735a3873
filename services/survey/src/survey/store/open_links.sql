-- name: insert
INSERT INTO open_links (id, token_hash, survey, label, language, context, kiosk, created_at, expires_at)
VALUES (%(id)s, %(token_hash)s, %(survey)s, %(label)s, %(language)s, %(context)s, %(kiosk)s, %(created_at)s,
        %(expires_at)s)

-- name: find
SELECT l.id, l.survey, l.label, l.language, l.context, l.kiosk, l.created_at, l.expires_at, l.revoked_at,
       (SELECT max(s.version) FROM surveys AS s WHERE s.key = l.survey),
       (SELECT checksum FROM brands ORDER BY version DESC LIMIT 1)
FROM open_links AS l
WHERE l.token_hash = %(token_hash)s

-- name: get
SELECT id, survey, label, language, context, kiosk, created_at, expires_at, revoked_at FROM open_links WHERE id = %(id)s

-- name: page
SELECT l.id, l.survey, l.label, l.language, l.context, l.kiosk, l.created_at, l.expires_at, l.revoked_at,
       (SELECT count(*) FROM open_answers AS a WHERE a.link_id = l.id) AS answers,
       (SELECT count(*) FROM rejected_answers AS r WHERE r.link_id = l.id) AS rejected
FROM open_links AS l
WHERE (l.created_at, l.id) > (%(at)s::timestamptz, %(id)s::uuid)
ORDER BY l.created_at, l.id
LIMIT %(limit)s

-- name: revoke
UPDATE open_links SET revoked_at = %(now)s WHERE id = %(id)s AND revoked_at IS NULL

-- name: note_answer
INSERT INTO open_answers (response_id, link_id, seconds) VALUES (%(response_id)s, %(link_id)s, %(seconds)s)

-- name: reject
INSERT INTO rejected_answers (id, link_id, survey, version, language, answers, reason, received_at)
VALUES (%(id)s, %(link_id)s, %(survey)s, %(version)s, %(language)s, %(answers)s, %(reason)s, %(now)s)
ON CONFLICT (id) DO NOTHING

-- name: rejected
SELECT id, survey, version, language, answers, reason, received_at
FROM rejected_answers
WHERE link_id = %(link_id)s AND (received_at, id) > (%(at)s::timestamptz, %(id)s::uuid)
ORDER BY received_at, id
LIMIT %(limit)s
