-- Teams and rules, versioned as one; the highest version is the one in force.
CREATE TABLE rule_books (
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT rule_books_pkey PRIMARY KEY (version)
);

-- The id is derived from the response and the question: the same event heard again meets the primary key.
CREATE TABLE feedback (
    id uuid PRIMARY KEY,
    response_id uuid NOT NULL,
    question text NOT NULL,
    survey text NOT NULL,
    survey_version integer NOT NULL,
    customer_key text,
    text text NOT NULL,
    -- As detected in the text; the language of the survey was only a hint.
    language text NOT NULL,
    -- Null where sentiment is not measured in this language, which is not the same as neutral.
    sentiment text CHECK (sentiment IN ('negative', 'neutral', 'positive')),
    sentiment_polarity double precision,
    sentiment_model text,
    scores jsonb NOT NULL,
    journey text,
    stage text,
    channel text,
    owner text,
    segment text,
    team text NOT NULL,
    -- Null when triage took what no rule wanted.
    rule text,
    reason text NOT NULL CHECK (reason <> ''),
    phrases text[] NOT NULL,
    runner_up jsonb,
    rules_version integer NOT NULL,
    status text NOT NULL CHECK (status IN ('routed', 'acknowledged', 'resolved')),
    what_was_done text,
    submitted_at timestamptz NOT NULL,
    routed_at timestamptz NOT NULL,
    acknowledged_at timestamptz,
    resolved_at timestamptz,
    CONSTRAINT feedback_sentiment_is_whole CHECK (num_nulls(sentiment, sentiment_polarity, sentiment_model) IN (0, 3)),
    CONSTRAINT feedback_seen_has_its_time CHECK ((status = 'routed') = (acknowledged_at IS NULL)),
    CONSTRAINT feedback_resolved_says_what_was_done CHECK (
        (status = 'resolved') = (resolved_at IS NOT NULL)
        AND (status = 'resolved') = (what_was_done IS NOT NULL)
        AND what_was_done !~ '^\s*$'
    )
);
-- Lists, newest first: of all, of a team, of what a team has still to do, of a survey.
CREATE INDEX feedback_by_time ON feedback (routed_at, id);
CREATE INDEX feedback_by_team ON feedback (team, routed_at, id);
CREATE INDEX feedback_by_team_and_status ON feedback (team, status, routed_at, id);
CREATE INDEX feedback_by_survey ON feedback (survey, routed_at, id);
-- Counting what is open must not grow with what has been resolved.
CREATE INDEX feedback_open ON feedback (team) WHERE status <> 'resolved';

-- What people did with an item, step by step; how it began is told by the item itself.
CREATE TABLE feedback_transitions (
    feedback_id uuid NOT NULL REFERENCES feedback (id),
    number bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL,
    by text NOT NULL,
    note text,
    PRIMARY KEY (feedback_id, number)
);
