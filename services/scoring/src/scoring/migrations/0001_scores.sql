-- Facts: what was answered, each once, as the survey service told it. Every rollup can be counted again from them.
CREATE TABLE responses (
    id uuid PRIMARY KEY,
    survey text NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('transactional', 'relationship')),
    customer_key text,
    language text,
    journey text,
    stage text,
    channel text,
    owner text,
    segment text,
    submitted_at timestamptz NOT NULL,
    -- The day of submitted_at in UTC, which is the day that a score counts for.
    day date NOT NULL,
    -- When the survey service had it; an imported answer may have been submitted years before.
    received_at timestamptz NOT NULL
);
CREATE INDEX responses_survey ON responses (survey);
CREATE INDEX responses_received_at ON responses (received_at);

CREATE TABLE answers (
    response_id uuid NOT NULL REFERENCES responses (id),
    question text NOT NULL,
    type text NOT NULL,
    -- Which scale it was, such as nps-0-10: a score never mixes two.
    definition text NOT NULL,
    value smallint NOT NULL,
    PRIMARY KEY (response_id, question)
);

CREATE TABLE choices (
    response_id uuid NOT NULL REFERENCES responses (id),
    question text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (response_id, question)
);

-- One row an item, whatever of it was told first; response_id is null until its routing was told.
CREATE TABLE feedback (
    id uuid PRIMARY KEY,
    response_id uuid,
    survey text NOT NULL,
    journey text,
    stage text,
    channel text,
    owner text,
    segment text,
    team text NOT NULL,
    -- When the news came from that gave survey to team.
    told_at timestamptz NOT NULL,
    routed_at timestamptz NOT NULL,
    acknowledged_at timestamptz,
    resolved_at timestamptz
);
CREATE INDEX feedback_routed_at ON feedback (routed_at);

-- Rollups: what scores are made of, in whole numbers, one row a slice and day. They change in the transaction of their
-- facts. What a fact does not state is '' here, not null: nulls are never equal, and no key would find its row again.
CREATE TABLE rollups (
    type text NOT NULL,
    day date NOT NULL,
    survey text NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    question text NOT NULL,
    definition text NOT NULL,
    journey text NOT NULL,
    stage text NOT NULL,
    channel text NOT NULL,
    owner text NOT NULL,
    n integer NOT NULL,
    low integer NOT NULL,
    middle integer NOT NULL,
    top integer NOT NULL,
    total integer NOT NULL,
    total_squares integer NOT NULL,
    -- Each score asks for one type and a range of days, so these lead.
    PRIMARY KEY (type, day, survey, version, kind, question, definition, journey, stage, channel, owner)
);

-- By the day on which an item was routed. An item counts for the team that has it now.
CREATE TABLE feedback_rollups (
    day date NOT NULL,
    survey text NOT NULL,
    journey text NOT NULL,
    stage text NOT NULL,
    channel text NOT NULL,
    owner text NOT NULL,
    team text NOT NULL,
    routed integer NOT NULL,
    resolved integer NOT NULL,
    PRIMARY KEY (day, survey, journey, stage, channel, owner, team)
);

-- Incentive plans in versions; the highest is the one in force.
CREATE TABLE plans (
    key text NOT NULL,
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT plans_pkey PRIMARY KEY (key, version)
);
