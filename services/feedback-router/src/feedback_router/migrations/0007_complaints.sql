-- Complaints that customers brought to us themselves. What they said is a feedback item; this is what the customer needs
-- to come back to it. The id is derived from the form: the same form sent again meets the primary key.
CREATE TABLE complaints (
    id uuid PRIMARY KEY,
    feedback_id uuid NOT NULL UNIQUE REFERENCES feedback (id),
    -- The reference itself is derived, and not kept.
    reference_hash bytea NOT NULL UNIQUE,
    language text NOT NULL,
    -- Null where the browser did not say; dates are then told in the team's.
    time_zone text,
    customer_key text,
    -- By this the survey's log names who was erased.
    pseudonym text,
    received_at timestamptz NOT NULL
);
CREATE INDEX complaints_of_a_customer ON complaints (customer_key, received_at) WHERE customer_key IS NOT NULL;
CREATE INDEX complaints_by_pseudonym ON complaints (pseudonym) WHERE pseudonym IS NOT NULL;

-- What happened to customers here and the survey service is still to hear of: written with the change that it tells of.
CREATE TABLE outgoing_touchpoints (
    feedback_id uuid NOT NULL REFERENCES feedback (id),
    type text NOT NULL CHECK (type IN ('complaint.received', 'complaint.resolved')),
    at timestamptz NOT NULL,
    customer_key text NOT NULL,
    -- How to reach the customer, sealed; gone as soon as the survey service has it.
    sealed bytea,
    attempts smallint NOT NULL DEFAULT 0,
    -- Null once it is told, or given up.
    next_at timestamptz,
    error text,
    -- When the customer said that it is not fixed.
    denied_at timestamptz,
    PRIMARY KEY (feedback_id, type),
    CONSTRAINT outgoing_touchpoints_told_keep_no_address CHECK (next_at IS NOT NULL OR sealed IS NULL)
);
CREATE INDEX outgoing_touchpoints_due ON outgoing_touchpoints (next_at) WHERE next_at IS NOT NULL;

-- What we wrote to customers about an item. The mail, if there is one, has the same id.
CREATE TABLE replies (
    id uuid PRIMARY KEY,
    feedback_id uuid NOT NULL REFERENCES feedback (id),
    at timestamptz NOT NULL,
    by text NOT NULL,
    template text,
    language text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    -- 'page': the customer gave no address, and reads it where they see their complaint.
    state text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'page')),
    error text
);
CREATE INDEX replies_by_feedback ON replies (feedback_id, at, id);

-- How many began to write a complaint, and how many sent it, by day (UTC) and language of the page. Nothing of anybody.
CREATE TABLE complaint_counts (
    day date NOT NULL,
    language text NOT NULL,
    -- Only browsers that run scripts tell that somebody began.
    begun integer NOT NULL DEFAULT 0,
    -- Of those, how many sent it.
    sent_of_begun integer NOT NULL DEFAULT 0,
    -- Whoever sent one, with script or without.
    sent integer NOT NULL DEFAULT 0,
    PRIMARY KEY (day, language)
);
