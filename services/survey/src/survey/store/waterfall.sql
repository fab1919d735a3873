-- name: cells
-- One row for each unit and outcome: as many as differ, however many invitations there are. Who answered was reached,
-- whatever became of the mail; what expired before it could be sent is waited for no more. The response has the
-- invitation's id.
SELECT CASE WHEN 'survey' = ANY(%(by)s::text[]) THEN i.survey END AS survey,
       CASE WHEN 'trigger' = ANY(%(by)s) THEN i.trigger END AS trigger,
       CASE WHEN 'journey' = ANY(%(by)s) THEN i.context ->> 'journey' END AS journey,
       CASE WHEN 'stage' = ANY(%(by)s) THEN i.context ->> 'stage' END AS stage,
       CASE WHEN 'channel' = ANY(%(by)s) THEN i.context ->> 'channel' END AS channel,
       CASE WHEN 'owner' = ANY(%(by)s) THEN i.context ->> 'owner' END AS owner,
       CASE WHEN 'segment' = ANY(%(by)s) THEN i.context ->> 'segment' END AS segment,
       CASE WHEN 'day' = ANY(%(by)s) THEN (i.created_at AT TIME ZONE 'UTC')::date::text END AS day,
       CASE WHEN r.id IS NOT NULL OR i.state IN ('sent', 'handed_out')
            THEN CASE i.via WHEN 'email' THEN 'sent' ELSE 'handed_out' END
            WHEN i.state IN ('suppressed', 'failed') THEN i.state
            WHEN i.expires_at <= %(now)s THEN 'failed'
            ELSE 'waiting' END AS outcome,
       CASE WHEN r.id IS NOT NULL THEN NULL
            WHEN i.state IN ('suppressed', 'failed') THEN i.reason
            WHEN i.state IN ('scheduled', 'sending') AND i.expires_at <= %(now)s THEN 'expired' END AS reason,
       r.id IS NOT NULL AS answered,
       count(*) AS n
FROM invitations AS i
LEFT JOIN responses AS r ON r.id = i.id
WHERE i.created_at >= %(since)s AND i.created_at < %(until)s
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
