-- A published version never changes; what was asked can always be read again.
CREATE TABLE surveys (
    key text NOT NULL,
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    published_at timestamptz NOT NULL,
    CONSTRAINT surveys_pkey PRIMARY KEY (key, version)
);

-- Triggers are versioned like surveys; the highest version is the one in force.
CREATE TABLE triggers (
    key text NOT NULL,
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT triggers_pkey PRIMARY KEY (key, version)
);

-- The only place where an address of a customer is kept.
CREATE TABLE customers (
    key text PRIMARY KEY,
    email text,
    name text,
    language text,
    updated_at timestamptz NOT NULL
);

-- Which touchpoints were ever taken in. Apart from the touchpoints, so that one that has been erased or has aged out
-- is still known when its sender repeats it, and so that touchpoints can be spread by customer.
CREATE TABLE touchpoint_ids (
    source text NOT NULL,
    id text NOT NULL,
    PRIMARY KEY (source, id)
);

CREATE TABLE touchpoints (
    customer_key text NOT NULL,
    source text NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    time timestamptz NOT NULL,
    context jsonb NOT NULL,
    attributes jsonb NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (customer_key, source, id)
);
CREATE INDEX touchpoints_received_at ON touchpoints (received_at);

CREATE TABLE invitations (
    id uuid PRIMARY KEY,
    customer_key text NOT NULL,
    survey text NOT NULL,
    version integer NOT NULL,
    trigger text NOT NULL,
    trigger_version integer NOT NULL,
    touchpoint_source text NOT NULL,
    touchpoint_id text NOT NULL,
    -- The token itself is kept nowhere: it is derived from the id with a secret that the database does not hold.
    token_hash bytea NOT NULL,
    via text NOT NULL CHECK (via IN ('email', 'link')),
    language text NOT NULL,
    -- Journey, stage, channel, owner and segment as they were when the invitation was made.
    context jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('scheduled', 'sending', 'sent', 'handed_out', 'failed', 'suppressed')),
    -- Why a customer was not asked or could not be reached.
    reason text CHECK (reason IS NOT NULL OR state NOT IN ('failed', 'suppressed')),
    created_at timestamptz NOT NULL,
    send_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    claimed_at timestamptz,
    sent_at timestamptz
);
CREATE UNIQUE INDEX invitations_token_hash ON invitations (token_hash);
CREATE INDEX invitations_due ON invitations (send_at) WHERE state IN ('scheduled', 'sending');
CREATE INDEX invitations_created_at ON invitations (created_at);

-- The id is the invitation's, or is derived from an imported row: the same answer sent again meets the primary key.
CREATE TABLE responses (
    id uuid PRIMARY KEY,
    survey text NOT NULL,
    version integer NOT NULL,
    customer_key text,
    -- Where it came from: 'invitation', or the name of an import.
    source text NOT NULL,
    language text NOT NULL,
    context jsonb NOT NULL,
    answers jsonb NOT NULL,
    submitted_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT responses_survey FOREIGN KEY (survey, version) REFERENCES surveys (key, version)
);
CREATE INDEX responses_received_at ON responses (received_at, id);
