-- Who may be unhappy and has not said so. Nothing here enters a score or anybody's pay: only what is named at_risk reads
-- these tables.

-- Models in versions, those that were refused too, each with how it was tested; the newest that was not is used.
CREATE TABLE at_risk_models (
    key text NOT NULL,
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT at_risk_models_pkey PRIMARY KEY (key, version)
);
CREATE TRIGGER at_risk_models_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON at_risk_models
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_past();

-- For each journey whom to reach out to, and which share to hold out; in versions, the highest is in force.
CREATE TABLE at_risk_programmes (
    key text NOT NULL,
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT at_risk_programmes_pkey PRIMARY KEY (key, version)
);

-- Who is to be looked at: taken in batches.
CREATE TABLE at_risk_due (
    person text NOT NULL,
    journey text NOT NULL,
    PRIMARY KEY (person, journey)
);

-- Those with a case and no answer whose probability reached the programme's line when it was last worked out.
CREATE TABLE at_risk_predictions (
    person text NOT NULL,
    journey text NOT NULL,
    started_at timestamptz NOT NULL,
    segment text,
    probability double precision NOT NULL,
    reasons jsonb NOT NULL,
    model_version integer NOT NULL,
    held_out boolean NOT NULL,
    predicted_at timestamptz NOT NULL,
    PRIMARY KEY (person, journey)
);
CREATE INDEX at_risk_predictions_list ON at_risk_predictions (journey, probability DESC, person) WHERE NOT held_out;

-- Who was drawn for the list and who was held out, when first, by which share: what the effect is measured on.
CREATE TABLE at_risk_assignments (
    person text NOT NULL,
    journey text NOT NULL,
    held_out boolean NOT NULL,
    probability double precision NOT NULL,
    model_version integer NOT NULL,
    programme_version integer NOT NULL,
    assigned_at timestamptz NOT NULL,
    PRIMARY KEY (person, journey)
);
CREATE INDEX at_risk_assignments_journey ON at_risk_assignments (journey, assigned_at);

-- Who was reached, by whom and how. A person's, and so not told in events.
CREATE TABLE at_risk_outreach (
    id uuid PRIMARY KEY,
    customer_key text NOT NULL,
    journey text NOT NULL,
    at timestamptz NOT NULL,
    what text NOT NULL,
    by text NOT NULL,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX at_risk_outreach_customer ON at_risk_outreach (customer_key, journey, at);
