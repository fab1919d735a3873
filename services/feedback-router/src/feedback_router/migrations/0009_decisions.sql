-- Which attributes of touchpoints are amounts of money, in minor units: of all others nothing is kept.
CREATE TABLE amount_attributes (
    attribute text PRIMARY KEY,
    currency text NOT NULL,
    declared_at timestamptz NOT NULL,
    -- What the survey's log told before it was declared is read once, in the background.
    history_read boolean NOT NULL DEFAULT false
);

-- What touchpoints say of money, by declared attribute.
CREATE TABLE touchpoint_amounts (
    source text NOT NULL,
    id text NOT NULL,
    customer_key text NOT NULL,
    type text NOT NULL,
    at timestamptz NOT NULL,
    -- The event that told of it.
    event_id uuid NOT NULL,
    amounts jsonb NOT NULL,
    PRIMARY KEY (source, id)
);
CREATE INDEX touchpoint_amounts_by_time ON touchpoint_amounts (at, customer_key);
CREATE INDEX touchpoint_amounts_by_event ON touchpoint_amounts (event_id);

-- What the answer was about that an item comes from.
CREATE TABLE feedback_touchpoints (
    feedback_id uuid PRIMARY KEY REFERENCES feedback (id),
    source text NOT NULL,
    touchpoint_id text NOT NULL,
    type text NOT NULL,
    -- Nobody has looked yet whether a policy decides about it.
    waits boolean NOT NULL
);
CREATE INDEX feedback_touchpoints_waiting ON feedback_touchpoints (feedback_id) WHERE waits;

-- What a draft of a policy would have decided. Only what was tried can be put in force.
CREATE TABLE decision_dry_runs (
    id uuid PRIMARY KEY,
    definition jsonb NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    result jsonb NOT NULL,
    by text NOT NULL,
    at timestamptz NOT NULL
);

-- The highest version is the one in force.
CREATE TABLE decision_policies (
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT decision_policies_pkey PRIMARY KEY (version)
);

-- One for each item at most, and one approval for each touchpoint at most: the database judges.
CREATE TABLE decisions (
    id uuid PRIMARY KEY,
    feedback_id uuid NOT NULL UNIQUE REFERENCES feedback (id),
    customer_key text,
    touchpoint_source text NOT NULL,
    touchpoint_id text NOT NULL,
    touchpoint_type text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('approved', 'referred')),
    policy_version integer NOT NULL REFERENCES decision_policies (version),
    rule text NOT NULL,
    team text NOT NULL,
    action text NOT NULL,
    amount bigint,
    currency text NOT NULL,
    -- The first limit that it did not pass.
    held_by text,
    reason text NOT NULL,
    inputs jsonb NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT decisions_approved_are_of_an_amount CHECK (outcome <> 'approved' OR amount > 0),
    CONSTRAINT decisions_referred_say_why CHECK ((outcome = 'referred') = (held_by IS NOT NULL))
);
CREATE UNIQUE INDEX decisions_pay_once ON decisions (touchpoint_source, touchpoint_id) WHERE outcome = 'approved';
CREATE INDEX decisions_by_touchpoint ON decisions (touchpoint_source, touchpoint_id);
CREATE INDEX decisions_of_a_customer ON decisions (customer_key, at, id) WHERE customer_key IS NOT NULL;
CREATE INDEX decisions_approved_by_time ON decisions (at) WHERE outcome = 'approved';
CREATE INDEX decisions_by_time ON decisions (at, id);
CREATE INDEX decisions_by_team ON decisions (team, at, id);

-- What people did with a decision; where it stands follows from these.
CREATE TABLE decision_steps (
    decision_id uuid NOT NULL REFERENCES decisions (id),
    number bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    action text NOT NULL CHECK (action IN ('reversal_asked', 'reversal_refused', 'reversed')),
    by text NOT NULL,
    note text,
    PRIMARY KEY (decision_id, number)
);
CREATE UNIQUE INDEX decision_steps_reversed_once ON decision_steps (decision_id) WHERE action = 'reversed';

CREATE VIEW standing_decisions AS
SELECT d.*, coalesce(
    (
        SELECT CASE action WHEN 'reversal_refused' THEN 'approved' ELSE action END
        FROM decision_steps WHERE decision_id = d.id ORDER BY number DESC LIMIT 1
    ),
    outcome
) AS state
FROM decisions AS d;
