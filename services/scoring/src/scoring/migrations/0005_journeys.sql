-- Designed journeys in versions; the highest is the one in force.
CREATE TABLE journeys (
    key text NOT NULL,
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    published_at timestamptz NOT NULL,
    CONSTRAINT journeys_pkey PRIMARY KEY (key, version)
);

-- Versions on their way: proposed, approved by each owner of a stage, published by who is accountable for the whole.
CREATE TABLE journey_proposals (
    id uuid PRIMARY KEY,
    key text NOT NULL,
    definition jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('proposed', 'rejected', 'published')),
    -- The version that it became.
    version integer,
    proposed_at timestamptz NOT NULL
);
CREATE INDEX journey_proposals_key ON journey_proposals (key, proposed_at, id);
CREATE INDEX journey_proposals_proposed_at ON journey_proposals (proposed_at, id);

-- Every step that was taken on the way, by whom and for which function. Only ever added to.
CREATE TABLE journey_steps (
    id uuid PRIMARY KEY,
    proposal_id uuid NOT NULL REFERENCES journey_proposals (id),
    action text NOT NULL CHECK (action IN ('proposed', 'approved', 'rejected', 'published')),
    owner text,
    by text NOT NULL,
    comment text,
    at timestamptz NOT NULL
);
CREATE INDEX journey_steps_proposal ON journey_steps (proposal_id, at, id);
CREATE TRIGGER journey_steps_are_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON journey_steps
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_past();
