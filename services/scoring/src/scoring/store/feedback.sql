-- name: find
SELECT id, response_id, survey, journey, stage, channel, owner, segment, team,
       told_at, routed_at, acknowledged_at, resolved_at
FROM feedback WHERE id = ANY(%(ids)s)

-- name: put
INSERT INTO feedback (
    id, response_id, survey, journey, stage, channel, owner, segment, team,
    told_at, routed_at, acknowledged_at, resolved_at
)
SELECT id, response_id, survey, journey, stage, channel, owner, segment, team,
       told_at, routed_at, acknowledged_at, resolved_at
FROM jsonb_to_recordset(%(items)s) AS new (
    id uuid, response_id uuid, survey text, journey text, stage text, channel text, owner text, segment text,
    team text, told_at timestamptz, routed_at timestamptz, acknowledged_at timestamptz, resolved_at timestamptz
)
ORDER BY id
ON CONFLICT (id) DO UPDATE
SET response_id = excluded.response_id, survey = excluded.survey, journey = excluded.journey, stage = excluded.stage,
    channel = excluded.channel, owner = excluded.owner, segment = excluded.segment, team = excluded.team,
    told_at = excluded.told_at, routed_at = excluded.routed_at, acknowledged_at = excluded.acknowledged_at,
    resolved_at = excluded.resolved_at

-- name: count_since
SELECT count(*) FROM feedback WHERE routed_at >= %(since)s
