-- name: mark
-- Who has a case to which things still belong and has said nothing since it began. Whoever has answered meanwhile, or
-- whose case is over, is predicted no longer.
WITH cases AS (
    SELECT person, max(started_at) AS started_at
    FROM journey_cases
    WHERE journey = %(journey)s AND watched_until >= %(now)s
    GROUP BY person
),
said AS (
    SELECT coalesce(identities.person, responses.customer_key) AS person, max(submitted_at) AS at
    FROM responses LEFT JOIN identities USING (customer_key)
    WHERE responses.journey = %(journey)s AND responses.customer_key IS NOT NULL
      AND responses.day >= (SELECT min(started_at) AT TIME ZONE 'UTC' FROM cases)::date
    GROUP BY 1
),
silent AS (
    SELECT cases.person
    FROM cases LEFT JOIN said ON said.person = cases.person
    WHERE said.at IS NULL OR said.at < cases.started_at
),
gone AS (
    DELETE FROM at_risk_predictions
    WHERE journey = %(journey)s AND NOT EXISTS (SELECT FROM silent WHERE silent.person = at_risk_predictions.person)
)
INSERT INTO at_risk_due (person, journey)
SELECT person, %(journey)s FROM silent ORDER BY person
ON CONFLICT DO NOTHING

-- name: take
DELETE FROM at_risk_due
WHERE (person, journey) IN (
    SELECT person, journey FROM at_risk_due ORDER BY person, journey LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
RETURNING person, journey

-- name: clear
DELETE FROM at_risk_predictions
WHERE (person, journey) IN (SELECT * FROM unnest(%(people)s::text[], %(journeys)s::text[]))

-- name: put
INSERT INTO at_risk_predictions (
    person, journey, started_at, segment, probability, reasons, model_version, held_out, predicted_at
)
SELECT person, journey, started_at, segment, probability, reasons, model_version, held_out, %(now)s
FROM jsonb_to_recordset(%(predictions)s) AS new (
    person text, journey text, started_at timestamptz, segment text, probability double precision, reasons jsonb,
    model_version integer, held_out boolean
)
ORDER BY person, journey
ON CONFLICT (person, journey) DO UPDATE
SET started_at = excluded.started_at, segment = excluded.segment, probability = excluded.probability,
    reasons = excluded.reasons, model_version = excluded.model_version, held_out = excluded.held_out,
    predicted_at = excluded.predicted_at

-- name: page
-- Those who complain about something at this moment are listed, and marked: somebody is answering them already.
SELECT person AS customer_key, journey, started_at, segment, probability, reasons, model_version, predicted_at,
       (
           -- Not EXISTS, for which the planner would read all cases.
           SELECT true FROM journey_cases AS others
           WHERE others.person = at_risk_predictions.person AND others.complaint_sent_at IS NOT NULL
             AND others.ending IS NULL AND others.closes_at >= %(now)s
           LIMIT 1
       ) IS NOT NULL AS open_complaint,
       (
           SELECT max(at) FROM at_risk_outreach
           WHERE at_risk_outreach.customer_key = at_risk_predictions.person
             AND at_risk_outreach.journey = at_risk_predictions.journey
       ) AS reached_at
FROM at_risk_predictions
WHERE journey = %(journey)s AND NOT held_out
  AND probability <= %(probability)s AND (probability < %(probability)s OR person > %(after)s)
  AND (%(segment)s::text IS NULL OR segment = %(segment)s)
ORDER BY probability DESC, person
LIMIT %(limit)s

-- name: forget_old
DELETE FROM at_risk_predictions WHERE predicted_at < %(before)s

-- name: forget_people
DELETE FROM at_risk_predictions WHERE person = ANY(%(people)s)

-- name: forget_due
DELETE FROM at_risk_due WHERE person = ANY(%(people)s)
