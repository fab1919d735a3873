-- name: wait
-- Who follows a log holds its cursor from before it writes a fact until its rollups are written too.
SELECT source FROM cursors ORDER BY source FOR UPDATE

-- name: allow_time
SELECT set_config('statement_timeout', '3600000', true)

-- name: add_slices
INSERT INTO slices (digest, survey, version, kind, journey, stage, channel, owner, segment, language, attributes)
SELECT slice_digest(survey, version, kind, journey, stage, channel, owner, segment, language, attributes),
       survey, version, kind, journey, stage, channel, owner, segment, language, attributes
FROM (
    SELECT DISTINCT survey, version, kind, coalesce(journey, '') AS journey, coalesce(stage, '') AS stage,
           coalesce(channel, '') AS channel, coalesce(owner, '') AS owner, coalesce(segment, '') AS segment,
           coalesce(language, '') AS language, attributes
    FROM responses
) AS told
ON CONFLICT (digest) DO NOTHING

-- name: rollups
-- Adds what is missing and takes away what is too much, and yields one row for each rollup that was wrong.
WITH boxes AS (
    SELECT definition, value, box FROM jsonb_to_recordset(%(boxes)s) AS known (definition text, value integer, box text)
), facts AS (
    SELECT response_id, type, question, answers.definition, '' AS option, answers.value::integer AS value, box
    FROM answers JOIN boxes ON boxes.definition = answers.definition AND boxes.value = answers.value
    UNION ALL
    SELECT DISTINCT response_id, type, question, %(chosen)s, '', 0, 'low' FROM choices
    UNION ALL
    SELECT response_id, type, question, %(chosen)s, value, 1, 'top' FROM choices
), counted AS (
    SELECT type, day, slices.id AS slice_id, question, definition, option, count(*) AS n,
           count(*) FILTER (WHERE box = 'low') AS low, count(*) FILTER (WHERE box = 'middle') AS middle,
           count(*) FILTER (WHERE box = 'top') AS top, sum(value) AS total, sum(value * value) AS total_squares
    FROM facts
    JOIN responses ON responses.id = facts.response_id
    JOIN slices ON slices.survey = responses.survey AND slices.version = responses.version
        AND slices.kind = responses.kind AND slices.journey = coalesce(responses.journey, '')
        AND slices.stage = coalesce(responses.stage, '') AND slices.channel = coalesce(responses.channel, '')
        AND slices.owner = coalesce(responses.owner, '') AND slices.segment = coalesce(responses.segment, '')
        AND slices.language = coalesce(responses.language, '') AND slices.attributes = responses.attributes
    GROUP BY 1, 2, 3, 4, 5, 6
), wrong AS (
    SELECT type, day, slice_id, question, definition, option,
           coalesce(counted.n, 0) - coalesce(kept.n, 0) AS n,
           coalesce(counted.low, 0) - coalesce(kept.low, 0) AS low,
           coalesce(counted.middle, 0) - coalesce(kept.middle, 0) AS middle,
           coalesce(counted.top, 0) - coalesce(kept.top, 0) AS top,
           coalesce(counted.total, 0) - coalesce(kept.total, 0) AS total,
           coalesce(counted.total_squares, 0) - coalesce(kept.total_squares, 0) AS total_squares
    FROM counted FULL JOIN rollups AS kept USING (type, day, slice_id, question, definition, option)
)
INSERT INTO rollups (type, day, slice_id, question, definition, option, n, low, middle, top, total, total_squares)
SELECT * FROM wrong WHERE (n, low, middle, top, total, total_squares) <> (0, 0, 0, 0, 0, 0)
ON CONFLICT (type, day, slice_id, question, definition, option) DO UPDATE
SET n = rollups.n + excluded.n, low = rollups.low + excluded.low, middle = rollups.middle + excluded.middle,
    top = rollups.top + excluded.top, total = rollups.total + excluded.total,
    total_squares = rollups.total_squares + excluded.total_squares
RETURNING 1

-- name: monthly_rollups
WITH counted AS (
    SELECT type, date_trunc('month', day)::date AS month, survey, version, kind, question, definition, journey, channel,
           sum(n) AS n, sum(low) AS low, sum(middle) AS middle, sum(top) AS top, sum(total) AS total,
           sum(total_squares) AS total_squares
    FROM rollups JOIN slices ON slices.id = rollups.slice_id
    WHERE type NOT IN ('choice', 'selection')
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
), wrong AS (
    SELECT type, month, survey, version, kind, question, definition, journey, channel,
           coalesce(counted.n, 0) - coalesce(kept.n, 0) AS n,
           coalesce(counted.low, 0) - coalesce(kept.low, 0) AS low,
           coalesce(counted.middle, 0) - coalesce(kept.middle, 0) AS middle,
           coalesce(counted.top, 0) - coalesce(kept.top, 0) AS top,
           coalesce(counted.total, 0) - coalesce(kept.total, 0) AS total,
           coalesce(counted.total_squares, 0) - coalesce(kept.total_squares, 0) AS total_squares
    FROM counted
    FULL JOIN monthly_rollups AS kept
        USING (type, month, survey, version, kind, question, definition, journey, channel)
)
INSERT INTO monthly_rollups (
    type, month, survey, version, kind, question, definition, journey, channel,
    n, low, middle, top, total, total_squares
)
SELECT * FROM wrong WHERE (n, low, middle, top, total, total_squares) <> (0, 0, 0, 0, 0, 0)
ON CONFLICT (type, month, survey, version, kind, question, definition, journey, channel) DO UPDATE
SET n = monthly_rollups.n + excluded.n, low = monthly_rollups.low + excluded.low,
    middle = monthly_rollups.middle + excluded.middle, top = monthly_rollups.top + excluded.top,
    total = monthly_rollups.total + excluded.total,
    total_squares = monthly_rollups.total_squares + excluded.total_squares
RETURNING 1

-- name: invitation_rollups
WITH counted AS (
    SELECT day, survey, version, journey, stage, channel, owner, segment,
           count(*) FILTER (WHERE answered OR sent AND NOT failed) AS delivered,
           count(*) FILTER (WHERE answered) AS answered
    FROM invitations WHERE day IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
), wrong AS (
    SELECT day, survey, version, journey, stage, channel, owner, segment,
           coalesce(counted.delivered, 0) - coalesce(kept.delivered, 0) AS delivered,
           coalesce(counted.answered, 0) - coalesce(kept.answered, 0) AS answered
    FROM counted
    FULL JOIN invitation_rollups AS kept USING (day, survey, version, journey, stage, channel, owner, segment)
)
INSERT INTO invitation_rollups (
    day, survey, version, journey, stage, channel, owner, segment, delivered, answered
)
SELECT * FROM wrong WHERE (delivered, answered) <> (0, 0)
ON CONFLICT (day, survey, version, journey, stage, channel, owner, segment) DO UPDATE
SET delivered = invitation_rollups.delivered + excluded.delivered,
    answered = invitation_rollups.answered + excluded.answered
RETURNING 1

-- name: monthly_invitation_rollups
WITH counted AS (
    SELECT date_trunc('month', day)::date AS month, survey, version, journey, channel, sum(delivered) AS delivered,
           sum(answered) AS answered
    FROM invitation_rollups GROUP BY 1, 2, 3, 4, 5
), wrong AS (
    SELECT month, survey, version, journey, channel,
           coalesce(counted.delivered, 0) - coalesce(kept.delivered, 0) AS delivered,
           coalesce(counted.answered, 0) - coalesce(kept.answered, 0) AS answered
    FROM counted FULL JOIN monthly_invitation_rollups AS kept USING (month, survey, version, journey, channel)
)
INSERT INTO monthly_invitation_rollups (month, survey, version, journey, channel, delivered, answered)
SELECT * FROM wrong WHERE (delivered, answered) <> (0, 0)
ON CONFLICT (month, survey, version, journey, channel) DO UPDATE
SET delivered = monthly_invitation_rollups.delivered + excluded.delivered,
    answered = monthly_invitation_rollups.answered + excluded.answered
RETURNING 1

-- name: eligibility_rollups
WITH counted AS (
    SELECT day, survey, version, journey, stage, channel, owner, segment,
           CASE WHEN answered THEN '' ELSE coalesce(withheld, '') END AS withheld, count(*) AS n,
           count(*) FILTER (WHERE address_changed) AS address_changed
    FROM invitations WHERE day IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
), wrong AS (
    SELECT day, survey, version, journey, stage, channel, owner, segment, withheld,
           coalesce(counted.n, 0) - coalesce(kept.n, 0) AS n,
           coalesce(counted.address_changed, 0) - coalesce(kept.address_changed, 0) AS address_changed
    FROM counted
    FULL JOIN eligibility_rollups AS kept
        USING (day, survey, version, journey, stage, channel, owner, segment, withheld)
)
INSERT INTO eligibility_rollups (
    day, survey, version, journey, stage, channel, owner, segment, withheld, n, address_changed
)
SELECT * FROM wrong WHERE (n, address_changed) <> (0, 0)
ON CONFLICT (day, survey, version, journey, stage, channel, owner, segment, withheld) DO UPDATE
SET n = eligibility_rollups.n + excluded.n,
    address_changed = eligibility_rollups.address_changed + excluded.address_changed
RETURNING 1

-- name: feedback_rollups
WITH counted AS (
    SELECT (routed_at AT TIME ZONE 'UTC')::date AS day, survey, coalesce(journey, '') AS journey,
           coalesce(stage, '') AS stage, coalesce(channel, '') AS channel, coalesce(owner, '') AS owner, team,
           count(*) AS routed,
           count(*) FILTER (
               WHERE resolved_at > coalesce(greatest(withdrawn_at, reopened_at), '-infinity')
           ) AS resolved,
           count(*) FILTER (
               WHERE withdrawn_at > coalesce(reopened_at, '-infinity')
                 AND withdrawn_at >= coalesce(resolved_at, '-infinity')
           ) AS withdrawn,
           count(*) FILTER (WHERE kept) AS praise
    FROM feedback GROUP BY 1, 2, 3, 4, 5, 6, 7
), wrong AS (
    SELECT day, survey, journey, stage, channel, owner, team,
           coalesce(counted.routed, 0) - coalesce(kept.routed, 0) AS routed,
           coalesce(counted.resolved, 0) - coalesce(kept.resolved, 0) AS resolved,
           coalesce(counted.withdrawn, 0) - coalesce(kept.withdrawn, 0) AS withdrawn,
           coalesce(counted.praise, 0) - coalesce(kept.kept, 0) AS praise
    FROM counted FULL JOIN feedback_rollups AS kept USING (day, survey, journey, stage, channel, owner, team)
)
INSERT INTO feedback_rollups (day, survey, journey, stage, channel, owner, team, routed, resolved, withdrawn, kept)
SELECT * FROM wrong WHERE (routed, resolved, withdrawn, praise) <> (0, 0, 0, 0)
ON CONFLICT (day, survey, journey, stage, channel, owner, team) DO UPDATE
SET routed = feedback_rollups.routed + excluded.routed, resolved = feedback_rollups.resolved + excluded.resolved,
    withdrawn = feedback_rollups.withdrawn + excluded.withdrawn, kept = feedback_rollups.kept + excluded.kept
RETURNING 1

-- name: monthly_feedback_rollups
WITH counted AS (
    SELECT date_trunc('month', day)::date AS month, survey, journey, channel, sum(routed) AS routed,
           sum(resolved) AS resolved, sum(kept) AS praise
    FROM feedback_rollups GROUP BY 1, 2, 3, 4
), wrong AS (
    SELECT month, survey, journey, channel,
           coalesce(counted.routed, 0) - coalesce(kept.routed, 0) AS routed,
           coalesce(counted.resolved, 0) - coalesce(kept.resolved, 0) AS resolved,
           coalesce(counted.praise, 0) - coalesce(kept.kept, 0) AS praise
    FROM counted FULL JOIN monthly_feedback_rollups AS kept USING (month, survey, journey, channel)
)
INSERT INTO monthly_feedback_rollups (month, survey, journey, channel, routed, resolved, kept)
SELECT * FROM wrong WHERE (routed, resolved, praise) <> (0, 0, 0)
ON CONFLICT (month, survey, journey, channel) DO UPDATE
SET routed = monthly_feedback_rollups.routed + excluded.routed,
    resolved = monthly_feedback_rollups.resolved + excluded.resolved,
    kept = monthly_feedback_rollups.kept + excluded.kept
RETURNING 1

-- name: outcome_rollups
WITH counted AS (
    SELECT span, journey, date_trunc(span, started_at AT TIME ZONE 'UTC')::date AS since, count(*) AS n,
           count(*) FILTER (WHERE ending = 'success') AS succeeded
    FROM journey_cases CROSS JOIN (VALUES ('day'), ('month')) AS spans (span)
    GROUP BY 1, 2, 3
), wrong AS (
    SELECT span, journey, since, coalesce(counted.n, 0) - coalesce(kept.n, 0) AS n,
           coalesce(counted.succeeded, 0) - coalesce(kept.succeeded, 0) AS succeeded
    FROM counted FULL JOIN outcome_rollups AS kept USING (span, journey, since)
)
INSERT INTO outcome_rollups (span, journey, since, n, succeeded)
SELECT * FROM wrong WHERE (n, succeeded) <> (0, 0)
ON CONFLICT (span, journey, since) DO UPDATE
SET n = outcome_rollups.n + excluded.n, succeeded = outcome_rollups.succeeded + excluded.succeeded
RETURNING 1

-- name: closing_rollups
WITH counted AS (
    SELECT span, journey, (closes_at AT TIME ZONE 'UTC')::date AS closes_on,
           date_trunc(span, started_at AT TIME ZONE 'UTC')::date AS since, count(*) AS n
    FROM journey_cases CROSS JOIN (VALUES ('day'), ('month')) AS spans (span)
    WHERE ending IS NULL
    GROUP BY 1, 2, 3, 4
), wrong AS (
    SELECT span, journey, closes_on, since, coalesce(counted.n, 0) - coalesce(kept.n, 0) AS n
    FROM counted FULL JOIN closing_rollups AS kept USING (span, journey, closes_on, since)
)
INSERT INTO closing_rollups (span, journey, closes_on, since, n)
SELECT * FROM wrong WHERE n <> 0
ON CONFLICT (span, journey, closes_on, since) DO UPDATE SET n = closing_rollups.n + excluded.n
RETURNING 1
