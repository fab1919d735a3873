-- Facts: what happened, each once, as the survey service told it. Cases can be made again from them.
CREATE TABLE touchpoints (
    customer_key text NOT NULL,
    source text NOT NULL,
    id text NOT NULL,
    -- The event that told it, by which it is found when its customer is erased.
    event_id uuid NOT NULL,
    type text NOT NULL,
    at timestamptz NOT NULL,
    journey text,
    stage text,
    channel text,
    owner text,
    segment text,
    intent text,
    due_at timestamptz,
    lookups_needed integer,
    lookups_found integer,
    time_zone text,
    PRIMARY KEY (customer_key, source, id)
);
CREATE INDEX touchpoints_event ON touchpoints (event_id);
CREATE INDEX touchpoints_journey ON touchpoints (journey, type);

-- Keys that somebody said are one person, with the reason; undone they count no longer, but stay on record.
CREATE TABLE identity_joins (
    id uuid PRIMARY KEY,
    reason text NOT NULL,
    by text NOT NULL,
    joined_at timestamptz NOT NULL,
    undone_at timestamptz,
    undone_by text,
    undone_because text
);
CREATE INDEX identity_joins_joined_at ON identity_joins (joined_at, id);
CREATE TABLE identity_join_keys (
    join_id uuid NOT NULL REFERENCES identity_joins (id),
    customer_key text NOT NULL,
    PRIMARY KEY (join_id, customer_key)
);
CREATE INDEX identity_join_keys_key ON identity_join_keys (customer_key);

-- What follows from the joins that count: who each joined key is. Who is not here is himself or herself.
CREATE TABLE identities (
    customer_key text PRIMARY KEY,
    person text NOT NULL
);
CREATE INDEX identities_person ON identities (person);

-- Whose cases must be made again.
CREATE TABLE stale_customers (
    customer_key text PRIMARY KEY
);

-- One row a run of one person through one journey, as the design in force sees it. What depends on the time of day
-- (is it still open?) is decided when it is asked.
CREATE TABLE journey_cases (
    person text NOT NULL,
    journey text NOT NULL,
    number integer NOT NULL,
    version integer NOT NULL,
    started_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    closes_at timestamptz NOT NULL,
    watched_until timestamptz NOT NULL,
    ending text CHECK (ending IN ('success', 'exit')),
    ended_at timestamptz,
    ended_with text,
    segment text,
    channel text,
    -- One entry a touchpoint; gaps are the seconds between two.
    path text[] NOT NULL,
    gaps integer[] NOT NULL,
    channels text[] NOT NULL,
    owners text[] NOT NULL,
    -- One entry a stage of the design: seconds until the case was there or further on.
    progress bigint[] NOT NULL,
    next_owner text,
    revenue_at timestamptz,
    first_value_at timestamptz,
    setup_at timestamptz,
    setup_attempts integer NOT NULL,
    setup_at_once boolean,
    lookups_needed integer NOT NULL,
    lookups_found integer NOT NULL,
    complaint_opened_at timestamptz,
    complaint_sent_at timestamptz,
    -- The first month after the sale, where something was sold.
    month_ends_at timestamptz,
    month_followed_up boolean,
    month_issues integer,
    month_set_up boolean,
    PRIMARY KEY (person, journey, number)
);
CREATE INDEX journey_cases_started ON journey_cases (journey, started_at);

CREATE TABLE journey_promises (
    person text NOT NULL,
    journey text NOT NULL,
    -- The case in which it was made, and its place among the case's promises.
    number integer NOT NULL,
    place integer NOT NULL,
    promise text NOT NULL,
    made_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    kept_at timestamptz,
    segment text,
    channel text,
    PRIMARY KEY (person, journey, number, place)
);
CREATE INDEX journey_promises_made ON journey_promises (journey, made_at);

CREATE TABLE journey_contacts (
    person text NOT NULL,
    journey text NOT NULL,
    number integer NOT NULL,
    at timestamptz NOT NULL,
    intent text,
    channel text,
    segment text,
    -- When the same customer next turned to the company with the same.
    again_at timestamptz,
    PRIMARY KEY (person, journey, number)
);
CREATE INDEX journey_contacts_at ON journey_contacts (journey, at);

-- What customers say of a journey, by journey and day, and of one customer's.
CREATE INDEX responses_journey ON responses (journey, day) WHERE journey IS NOT NULL;
