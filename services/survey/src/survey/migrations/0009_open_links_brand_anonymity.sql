-- How the company looks to its customers, versioned like the contact policy; without a row it looks like nobody.
CREATE TABLE brands (
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT brands_pkey PRIMARY KEY (version)
);

-- Links that many may answer: on a poster, a receipt, a tablet at the exit. They lead to the survey's newest version.
CREATE TABLE open_links (
    id uuid PRIMARY KEY,
    -- Like an invitation's, the token is derived and kept nowhere.
    token_hash bytea NOT NULL,
    survey text NOT NULL,
    label text NOT NULL,
    -- Null where the browser says which.
    language text,
    context jsonb NOT NULL,
    kiosk boolean NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz
);
CREATE UNIQUE INDEX open_links_token_hash ON open_links (token_hash);
CREATE INDEX open_links_created_at ON open_links (created_at, id);

-- By which open link a response came, and how long after its form was shown. No row for an anonymous one.
CREATE TABLE open_answers (
    response_id uuid PRIMARY KEY REFERENCES responses (id) ON DELETE CASCADE,
    link_id uuid NOT NULL REFERENCES open_links (id),
    seconds integer NOT NULL
);
CREATE INDEX open_answers_link_id ON open_answers (link_id);

-- What a program probably sent. It counts nowhere, and stays to be looked at: a person may have been taken for one.
CREATE TABLE rejected_answers (
    id uuid PRIMARY KEY,
    link_id uuid NOT NULL REFERENCES open_links (id),
    survey text NOT NULL,
    version integer NOT NULL,
    language text NOT NULL,
    answers jsonb NOT NULL,
    reason text NOT NULL CHECK (reason IN ('honeypot')),
    received_at timestamptz NOT NULL
);
CREATE INDEX rejected_answers_link_id ON rejected_answers (link_id, received_at, id);
CREATE INDEX rejected_answers_received_at ON rejected_answers (received_at);

-- Anonymous answers until enough of them are there to be released together. No moment, no order, no name of a link.
CREATE TABLE anonymous_answers (
    id uuid PRIMARY KEY,
    survey text NOT NULL,
    version integer NOT NULL,
    source text NOT NULL,
    context jsonb NOT NULL,
    answers jsonb NOT NULL,
    day date NOT NULL
);
CREATE INDEX anonymous_answers_survey ON anonymous_answers (survey, version, day);

-- What has been used to answer anonymously: hashes of secrets that this database does not hold, in nobody's reach.
CREATE TABLE anonymous_marks (
    mark bytea PRIMARY KEY
);
