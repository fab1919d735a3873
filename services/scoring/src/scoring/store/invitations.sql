-- name: find
SELECT id, survey, version, journey, stage, channel, owner, segment, day, sent, failed, answered, withheld,
       address_changed
FROM invitations WHERE id = ANY(%(ids)s)

-- name: put
INSERT INTO invitations (
    id, survey, version, journey, stage, channel, owner, segment, day, sent, failed, answered, withheld, address_changed
)
SELECT id, survey, version, journey, stage, channel, owner, segment, day, sent, failed, answered, withheld,
       address_changed
FROM jsonb_to_recordset(%(invitations)s) AS new (
    id uuid, survey text, version integer, journey text, stage text, channel text, owner text, segment text, day date,
    sent boolean, failed boolean, answered boolean, withheld text, address_changed boolean
)
ORDER BY id
ON CONFLICT (id) DO UPDATE
SET survey = excluded.survey, version = excluded.version, journey = excluded.journey, stage = excluded.stage,
    channel = excluded.channel, owner = excluded.owner, segment = excluded.segment, day = excluded.day,
    sent = excluded.sent, failed = excluded.failed, answered = excluded.answered, withheld = excluded.withheld,
    address_changed = excluded.address_changed

-- name: add
-- In the order of the key: two transactions that add to the same rollups never wait for each other in a circle.
INSERT INTO invitation_rollups (
    day, survey, version, journey, stage, channel, owner, segment, delivered, answered
)
SELECT day, survey, version, journey, stage, channel, owner, segment, delivered, answered
FROM jsonb_to_recordset(%(rollups)s) AS new (
    day date, survey text, version integer, journey text, stage text, channel text, owner text, segment text,
    delivered integer, answered integer
)
ORDER BY day, survey, version, journey, stage, channel, owner, segment
ON CONFLICT (day, survey, version, journey, stage, channel, owner, segment) DO UPDATE
SET delivered = invitation_rollups.delivered + excluded.delivered,
    answered = invitation_rollups.answered + excluded.answered

-- name: add_monthly
INSERT INTO monthly_invitation_rollups (month, survey, version, journey, channel, delivered, answered)
SELECT date_trunc('month', day::timestamp)::date AS month, survey, version, journey, channel, sum(delivered),
       sum(answered)
FROM jsonb_to_recordset(%(rollups)s) AS new (
    day date, survey text, version integer, journey text, channel text, delivered integer, answered integer
)
GROUP BY 1, 2, 3, 4, 5
ORDER BY month, survey, version, journey, channel
ON CONFLICT (month, survey, version, journey, channel) DO UPDATE
SET delivered = monthly_invitation_rollups.delivered + excluded.delivered,
    answered = monthly_invitation_rollups.answered + excluded.answered

-- name: add_eligible
-- In the order of the key, as above.
INSERT INTO eligibility_rollups (
    day, survey, version, journey, stage, channel, owner, segment, withheld, n, address_changed
)
SELECT day, survey, version, journey, stage, channel, owner, segment, withheld, n, address_changed
FROM jsonb_to_recordset(%(rollups)s) AS new (
    day date, survey text, version integer, journey text, stage text, channel text, owner text, segment text,
    withheld text, n integer, address_changed integer
)
ORDER BY day, survey, version, journey, stage, channel, owner, segment, withheld
ON CONFLICT (day, survey, version, journey, stage, channel, owner, segment, withheld) DO UPDATE
SET n = eligibility_rollups.n + excluded.n,
    address_changed = eligibility_rollups.address_changed + excluded.address_changed

-- name: note_kinds
INSERT INTO survey_kinds (survey, version, kind)
SELECT survey, version, kind
FROM jsonb_to_recordset(%(kinds)s) AS new (survey text, version integer, kind text)
ORDER BY survey, version
ON CONFLICT (survey, version) DO NOTHING

-- name: groups
-- Of a version whose kind nobody told there is no answer either, so nothing to stand beside.
SELECT kind,
       CASE WHEN %(by_survey)s THEN survey END AS survey,
       CASE WHEN %(by_version)s THEN version END AS version,
       CASE WHEN %(by_journey)s THEN journey END AS journey,
       CASE WHEN %(by_stage)s THEN stage END AS stage,
       CASE WHEN %(by_channel)s THEN channel END AS channel,
       CASE WHEN %(by_owner)s THEN owner END AS owner,
       CASE WHEN %(by_segment)s THEN segment END AS segment,
       CASE WHEN %(period)s::text IS NOT NULL THEN date_trunc(%(period)s, day::timestamp)::date END AS period,
       sum(delivered) AS delivered, sum(answered) AS answered
FROM invitation_rollups JOIN survey_kinds USING (survey, version)
WHERE day BETWEEN coalesce(%(first_day)s::date, '-infinity') AND coalesce(%(last_day)s::date, 'infinity')
  AND (%(kind)s::text IS NULL OR kind = %(kind)s)
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
  AND (%(version)s::integer IS NULL OR version = %(version)s)
  AND (%(journey)s::text IS NULL OR journey = %(journey)s)
  AND (%(stage)s::text IS NULL OR stage = %(stage)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
  AND (%(owner)s::text IS NULL OR owner = %(owner)s)
  AND (%(segment)s::text IS NULL OR segment = %(segment)s)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
HAVING sum(delivered) > 0
ORDER BY period, survey, version, journey, stage, channel, owner, segment

-- name: monthly_groups
SELECT kind,
       CASE WHEN %(by_survey)s THEN survey END AS survey,
       CASE WHEN %(by_version)s THEN version END AS version,
       CASE WHEN %(by_journey)s THEN journey END AS journey,
       CASE WHEN %(by_channel)s THEN channel END AS channel,
       CASE WHEN %(by_month)s THEN month END AS period,
       sum(delivered) AS delivered, sum(answered) AS answered
FROM monthly_invitation_rollups JOIN survey_kinds USING (survey, version)
WHERE month BETWEEN coalesce(%(first_day)s::date, '-infinity') AND coalesce(%(last_day)s::date, 'infinity')
  AND (%(kind)s::text IS NULL OR kind = %(kind)s)
  AND (%(survey)s::text IS NULL OR survey = %(survey)s)
  AND (%(version)s::integer IS NULL OR version = %(version)s)
  AND (%(journey)s::text IS NULL OR journey = %(journey)s)
  AND (%(channel)s::text IS NULL OR channel = %(channel)s)
GROUP BY 1, 2, 3, 4, 5, 6
HAVING sum(delivered) > 0
ORDER BY period, survey, version, journey, channel
