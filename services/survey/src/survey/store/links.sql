-- name: find_fresh
-- What a form needs that nobody has chosen anything in. One that is closed or answered is left for `find`. Of the
-- attributes a text has a blank for this one only.
SELECT i.survey, i.version, i.language, c.name, t.time AT TIME ZONE coalesce(
           c.time_zone, (SELECT definition ->> 'time_zone' FROM contact_policies ORDER BY version DESC LIMIT 1), 'UTC'
       ),
       CASE jsonb_typeof(t.attributes -> 'product') WHEN 'string' THEN t.attributes ->> 'product' END,
       (SELECT checksum FROM brands ORDER BY version DESC LIMIT 1)
FROM invitations AS i
LEFT JOIN customers AS c ON c.key = i.customer_key
LEFT JOIN touchpoints AS t
    ON (t.customer_key, t.source, t.id) = (i.customer_key, i.touchpoint_source, i.touchpoint_id)
WHERE i.token_hash = %(token_hash)s AND i.expires_at > %(now)s AND i.revoked_at IS NULL
  AND NOT EXISTS (SELECT FROM responses AS r WHERE r.id = i.id)
  AND NOT EXISTS (SELECT FROM partial_answers AS p WHERE p.invitation_id = i.id)

-- name: find
-- All that answering a link needs, in one look; every join is by primary key. The time is the customer's own, since it
-- is told as a date: where their zone is not known, it is the contact policy's.
SELECT i.id, i.customer_key, i.survey, i.version, i.language, i.context, i.expires_at, i.revoked_at IS NOT NULL,
       i.touchpoint_source, i.touchpoint_id, t.type,
       c.name, t.time AT TIME ZONE coalesce(
           c.time_zone, (SELECT definition ->> 'time_zone' FROM contact_policies ORDER BY version DESC LIMIT 1), 'UTC'
       ), t.attributes,
       r.revision, r.complete, r.answers, r.known, p.answers,
       (SELECT checksum FROM brands ORDER BY version DESC LIMIT 1)
FROM invitations AS i
LEFT JOIN customers AS c ON c.key = i.customer_key
LEFT JOIN touchpoints AS t
    ON (t.customer_key, t.source, t.id) = (i.customer_key, i.touchpoint_source, i.touchpoint_id)
LEFT JOIN responses AS r ON r.id = i.id
LEFT JOIN partial_answers AS p ON p.invitation_id = i.id
WHERE i.token_hash = %(token_hash)s
