-- Who hears at once of what is critical, and reads the digest; versioned as one, the highest version is in force.
CREATE TABLE executive_lists (
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT executive_lists_pkey PRIMARY KEY (version)
);

-- Items of the highest severity, each noticed once, whether it came in like that or was corrected to it.
CREATE TABLE critical_failures (
    feedback_id uuid PRIMARY KEY REFERENCES feedback (id),
    noticed_at timestamptz NOT NULL,
    -- The keys of the executives who were written to.
    told text[] NOT NULL
);
CREATE INDEX critical_failures_by_time ON critical_failures (noticed_at, feedback_id);

-- Digests as they were sent; the mail has the same id. What was quoted stands in digest_items, so that it can be
-- forgotten with its customer.
CREATE TABLE digests (
    id uuid PRIMARY KEY,
    executive text NOT NULL,
    -- On the executive's own calendar.
    day date NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    language text NOT NULL,
    time_zone text NOT NULL,
    figures jsonb NOT NULL,
    -- The link's token is derived, and not kept.
    token_hash bytea NOT NULL UNIQUE,
    sent_at timestamptz,
    -- Why the mail reached nobody.
    failed text,
    opened_at timestamptz,
    acknowledged_at timestamptz,
    CONSTRAINT digests_one_a_day UNIQUE (executive, day),
    CONSTRAINT digests_acknowledged_were_opened CHECK (acknowledged_at IS NULL OR opened_at IS NOT NULL)
);
CREATE INDEX digests_by_time ON digests (until, id);

CREATE TABLE digest_items (
    digest_id uuid NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
    section text NOT NULL CHECK (section IN ('critical', 'comment', 'call')),
    position smallint NOT NULL,
    feedback_id uuid NOT NULL REFERENCES feedback (id),
    -- Why it stands there, as a name that texts know.
    why text NOT NULL,
    place jsonb NOT NULL,
    -- Null for what was not quoted, and once the customer is erased.
    words text,
    customer_key text,
    PRIMARY KEY (digest_id, section, position)
);
CREATE INDEX digest_items_by_feedback ON digest_items (feedback_id);

-- Praise needs no due time: it is kept beside its team, and goes to the people whom it praises.
ALTER TABLE feedback
    DROP CONSTRAINT feedback_status_check,
    ADD CONSTRAINT feedback_status_check
        CHECK (status IN ('routed', 'acknowledged', 'reopened', 'resolved', 'withdrawn', 'kept')),
    DROP CONSTRAINT feedback_seen_has_its_time,
    ADD CONSTRAINT feedback_seen_has_its_time
        CHECK (status = 'withdrawn' OR (status IN ('routed', 'reopened', 'kept')) = (acknowledged_at IS NULL)),
    DROP CONSTRAINT feedback_open_is_due,
    ADD CONSTRAINT feedback_open_is_due
        CHECK ((status IN ('resolved', 'withdrawn', 'kept')) = (due_at IS NULL)),
    ADD CONSTRAINT feedback_kept_is_praise CHECK (status <> 'kept' OR kind = 'praise');

-- Who served a customer at a touchpoint, where its attributes say so.
CREATE TABLE touchpoint_agents (
    source text NOT NULL,
    touchpoint_id text NOT NULL,
    agent text NOT NULL,
    -- The event that told of it.
    event_id uuid NOT NULL,
    PRIMARY KEY (source, touchpoint_id)
);
CREATE INDEX touchpoint_agents_by_event ON touchpoint_agents (event_id);

-- Whom praise is for: persons of the rule book, by their keys.
CREATE TABLE praises (
    feedback_id uuid NOT NULL REFERENCES feedback (id),
    person text NOT NULL,
    -- How we know: from the touchpoint, or because the customer named them.
    known_by text NOT NULL CHECK (known_by IN ('touchpoint', 'name')),
    at timestamptz NOT NULL,
    -- The mail that brought it; null until then.
    message_id uuid,
    PRIMARY KEY (feedback_id, person)
);
CREATE INDEX praises_waiting ON praises (person, at) WHERE message_id IS NULL;
CREATE INDEX praises_by_message ON praises (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX praises_by_time ON praises (at);

-- One mail a person and day of theirs.
CREATE TABLE praise_mails (
    person text NOT NULL,
    day date NOT NULL,
    message_id uuid NOT NULL UNIQUE,
    PRIMARY KEY (person, day)
);

-- Who does not want any.
CREATE TABLE praise_opt_outs (
    person text PRIMARY KEY,
    at timestamptz NOT NULL
);
