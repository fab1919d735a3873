-- What the search for gaming looks at. The facts first: why an eligible customer was not asked, and whether the address
-- had just been changed.
ALTER TABLE invitations
    ADD COLUMN withheld text,
    ADD COLUMN address_changed boolean;

-- By the day on which a touchpoint made a customer eligible. `withheld` is why nobody was asked, '' where somebody was.
CREATE TABLE eligibility_rollups (
    day date NOT NULL,
    survey text NOT NULL,
    version integer NOT NULL,
    journey text NOT NULL,
    stage text NOT NULL,
    channel text NOT NULL,
    owner text NOT NULL,
    segment text NOT NULL,
    withheld text NOT NULL,
    n integer NOT NULL,
    address_changed integer NOT NULL,
    PRIMARY KEY (day, survey, version, journey, stage, channel, owner, segment, withheld)
);
INSERT INTO eligibility_rollups
SELECT day, survey, version, journey, stage, channel, owner, segment, '', count(*), 0
FROM invitations WHERE day IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

ALTER TABLE responses
    -- Which device and network it came from, as an opaque mark that means nothing on any other day; null where nobody
    -- may know.
    ADD COLUMN mark text,
    -- Sent faster than anybody reads; null where nobody measured.
    ADD COLUMN quick boolean;

-- Items whose comment says that somebody asked for a certain score.
CREATE TABLE score_requests (
    feedback_id uuid PRIMARY KEY
);

-- When what is promised, asked or measured by was changed elsewhere; plans, measures and journeys have their own
-- versions.
CREATE TABLE definition_changes (
    kind text NOT NULL CHECK (kind IN ('survey', 'trigger', 'contact_policy')),
    key text NOT NULL,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (kind, key, version)
);
CREATE INDEX definition_changes_at ON definition_changes (at);

-- Each look for gaming as it was made, with everything that was tested. Only ever added to.
CREATE TABLE gaming_audits (
    id uuid PRIMARY KEY,
    key text NOT NULL,
    version integer NOT NULL,
    by text NOT NULL,
    at timestamptz NOT NULL,
    level double precision NOT NULL,
    results jsonb NOT NULL,
    FOREIGN KEY (key, version) REFERENCES plans (key, version)
);
CREATE INDEX gaming_audits_plan ON gaming_audits (key, version, at, id);
CREATE TRIGGER gaming_audits_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON gaming_audits
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_past();

-- What an auditor said of a finding, by its place among the results. Only ever added to; the last one counts.
CREATE TABLE gaming_notes (
    id uuid PRIMARY KEY,
    audit_id uuid NOT NULL REFERENCES gaming_audits (id),
    place integer NOT NULL,
    state text NOT NULL CHECK (state IN ('seen', 'explained')),
    note text,
    by text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX gaming_notes_audit ON gaming_notes (audit_id, at, id);
CREATE TRIGGER gaming_notes_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON gaming_notes
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_past();
