-- name: insert
INSERT INTO webhooks (id, team, url, events, filters, template_version, created_at)
VALUES (%(id)s, %(team)s, %(url)s, %(events)s, %(filters)s, %(template_version)s, %(created_at)s)

-- name: insert_template
INSERT INTO webhook_templates (webhook_id, version, template) VALUES (%(id)s, %(version)s, %(template)s)

-- name: page
SELECT w.*, t.template
FROM webhooks AS w
JOIN webhook_templates AS t ON (t.webhook_id, t.version) = (w.id, w.template_version)
WHERE w.deleted_at IS NULL
  AND (w.created_at, w.id) > (%(created_at)s::timestamptz, %(id)s::uuid)
  AND (%(team)s::text IS NULL OR w.team = %(team)s)
ORDER BY w.created_at, w.id
LIMIT %(limit)s

-- name: get
SELECT w.*, t.template
FROM webhooks AS w
JOIN webhook_templates AS t ON (t.webhook_id, t.version) = (w.id, w.template_version)
WHERE w.id = %(id)s AND w.deleted_at IS NULL AND (%(team)s::text IS NULL OR w.team = %(team)s)

-- name: lock
SELECT w.*, t.template
FROM webhooks AS w
JOIN webhook_templates AS t ON (t.webhook_id, t.version) = (w.id, w.template_version)
WHERE w.id = %(id)s AND w.deleted_at IS NULL AND (%(team)s::text IS NULL OR w.team = %(team)s)
FOR NO KEY UPDATE OF w

-- name: listening
-- Those that hear of events now, which nobody sweeps away meanwhile. Who is disabled finds them waiting later.
SELECT w.*, t.template
FROM webhooks AS w
JOIN webhook_templates AS t ON (t.webhook_id, t.version) = (w.id, w.template_version)
WHERE w.deleted_at IS NULL
FOR KEY SHARE OF w

-- name: change
UPDATE webhooks
SET url = %(url)s, events = %(events)s, filters = %(filters)s, template_version = %(template_version)s,
    disabled_at = %(disabled_at)s, disabled_reason = %(disabled_reason)s,
    slow = %(slow)s, failed_attempts = %(failed_attempts)s, failing_since = %(failing_since)s
WHERE id = %(id)s

-- name: delete
-- An address may be a secret itself.
UPDATE webhooks SET deleted_at = %(now)s, url = '' WHERE id = %(id)s

-- name: sweep
DELETE FROM webhooks AS w
WHERE w.deleted_at IS NOT NULL AND NOT EXISTS (SELECT FROM webhook_deliveries AS d WHERE d.webhook_id = w.id)

-- name: add_secret
INSERT INTO webhook_secrets (webhook_id, number, created_at)
SELECT %(id)s, coalesce(max(number), 0) + 1, %(now)s FROM webhook_secrets WHERE webhook_id = %(id)s
RETURNING number

-- name: expire_others
UPDATE webhook_secrets SET expires_at = %(expires_at)s
WHERE webhook_id = %(id)s AND number <> %(number)s AND (expires_at IS NULL OR expires_at > %(expires_at)s)

-- name: secrets
SELECT webhook_id, number, created_at, expires_at FROM webhook_secrets
WHERE webhook_id = ANY(%(ids)s) AND (expires_at IS NULL OR expires_at > %(now)s)
ORDER BY webhook_id, number DESC
