-- name: arms
SELECT person, journey, held_out FROM at_risk_assignments WHERE person = ANY(%(people)s)

-- name: assign
INSERT INTO at_risk_assignments (
    person, journey, held_out, probability, model_version, programme_version, assigned_at
)
SELECT person, journey, held_out, probability, model_version, programme_version, %(now)s
FROM jsonb_to_recordset(%(assignments)s) AS new (
    person text, journey text, held_out boolean, probability double precision, model_version integer,
    programme_version integer
)
ORDER BY person, journey
ON CONFLICT DO NOTHING

-- name: record
INSERT INTO at_risk_outreach (id, customer_key, journey, at, what, by, recorded_at)
VALUES (%(id)s, %(customer_key)s, %(journey)s, %(at)s, %(what)s, %(by)s, %(recorded_at)s)
ON CONFLICT (id) DO NOTHING
RETURNING id

-- name: find
SELECT id, customer_key, journey, at, what, by, recorded_at FROM at_risk_outreach WHERE id = %(id)s

-- name: arms_of_journey
-- What became of everybody who was drawn long enough ago, within the days that are looked at. A person who was drawn
-- under two keys before they were joined counts once, as first drawn.
WITH drawn AS (
    SELECT DISTINCT ON (coalesce(identities.person, at_risk_assignments.person))
           coalesce(identities.person, at_risk_assignments.person) AS person, held_out, assigned_at,
           assigned_at + make_interval(days => %(days)s) AS until
    FROM at_risk_assignments
    LEFT JOIN identities ON identities.customer_key = at_risk_assignments.person
    WHERE journey = %(journey)s AND assigned_at <= %(now)s::timestamptz - make_interval(days => %(days)s)
    ORDER BY 1, assigned_at
),
said AS (
    SELECT DISTINCT ON (drawn.person) drawn.person, answers.value
    FROM responses
    JOIN answers ON answers.response_id = responses.id AND answers.definition = %(definition)s
    LEFT JOIN identities USING (customer_key)
    JOIN drawn ON drawn.person = coalesce(identities.person, responses.customer_key)
    WHERE responses.journey = %(journey)s
      AND responses.day >= (SELECT min(assigned_at) AT TIME ZONE 'UTC' FROM drawn)::date
      AND submitted_at > drawn.assigned_at AND submitted_at <= drawn.until
    ORDER BY drawn.person, submitted_at, answers.question
),
reached AS (
    SELECT DISTINCT drawn.person
    FROM at_risk_outreach
    LEFT JOIN identities USING (customer_key)
    JOIN drawn ON drawn.person = coalesce(identities.person, at_risk_outreach.customer_key)
    WHERE at_risk_outreach.journey = %(journey)s AND at > drawn.assigned_at AND at <= drawn.until
)
SELECT held_out, count(*) AS drawn,
       count(reached.person) AS contacted,
       count(said.value) AS answered,
       count(*) FILTER (WHERE said.value <= %(low_until)s) AS detractors,
       count(*) FILTER (WHERE EXISTS (
           SELECT FROM journey_cases
           WHERE journey_cases.person = drawn.person AND journey = %(journey)s AND ending = 'exit'
             AND ended_at > drawn.assigned_at AND ended_at <= drawn.until
       )) AS left_,
       count(*) FILTER (WHERE EXISTS (
           SELECT FROM journey_cases
           WHERE journey_cases.person = drawn.person
             AND complaint_sent_at > drawn.assigned_at AND complaint_sent_at <= drawn.until
       )) AS complained
FROM drawn LEFT JOIN said USING (person) LEFT JOIN reached USING (person)
GROUP BY held_out

-- name: forget_assignments
DELETE FROM at_risk_assignments WHERE person = ANY(%(people)s)

-- name: forget_outreach
DELETE FROM at_risk_outreach WHERE customer_key = ANY(%(people)s)

-- name: forget_old_assignments
DELETE FROM at_risk_assignments WHERE assigned_at < %(before)s

-- name: forget_old_outreach
DELETE FROM at_risk_outreach WHERE recorded_at < %(before)s
