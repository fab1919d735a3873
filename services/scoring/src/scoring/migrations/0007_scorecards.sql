-- A plan pays several people, and a version of it is a draft until two others have approved it.
UPDATE plans SET definition = (definition - 'person' - 'target_bonus') || jsonb_build_object(
    'people', jsonb_build_array(
        jsonb_build_object('name', definition -> 'person', 'target_bonus', definition -> 'target_bonus', 'unit', '{}'::jsonb)
    ),
    'cap', '150', 'minimum_response_rate', NULL, 'guardrails', '[]'::jsonb,
    'lines', (
        SELECT jsonb_agg(
            line || jsonb_build_object(
                'expected_n', 0, 'review_on', definition #> '{period,last_day}', 'owner', NULL, 'pays_on', 'value',
                'shared', true
            ) ORDER BY place
        )
        FROM jsonb_array_elements(definition -> 'lines') WITH ORDINALITY AS lines (line, place)
    )
)
WHERE definition ? 'person';

-- What was done with a version of a plan. Where it stands follows from that.
CREATE TABLE plan_steps (
    id uuid PRIMARY KEY,
    key text NOT NULL,
    version integer NOT NULL,
    action text NOT NULL CHECK (action IN ('approved', 'went_live', 'closed')),
    by text NOT NULL,
    comment text,
    at timestamptz NOT NULL,
    FOREIGN KEY (key, version) REFERENCES plans (key, version),
    CONSTRAINT plan_steps_once UNIQUE (key, version, action, by)
);
CREATE UNIQUE INDEX plan_steps_one_way ON plan_steps (key, version, action) WHERE action <> 'approved';
CREATE TRIGGER plan_steps_are_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_steps
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_past();

-- Answers that a plan is not to count, and what a second person decided about each.
CREATE TABLE exclusions (
    id uuid PRIMARY KEY,
    key text NOT NULL,
    version integer NOT NULL,
    response_id uuid NOT NULL,
    reason text NOT NULL,
    proposed_by text NOT NULL,
    proposed_at timestamptz NOT NULL,
    FOREIGN KEY (key, version) REFERENCES plans (key, version),
    CONSTRAINT exclusions_once UNIQUE (key, version, response_id)
);
CREATE TABLE exclusion_decisions (
    exclusion_id uuid PRIMARY KEY REFERENCES exclusions (id),
    confirmed boolean NOT NULL,
    by text NOT NULL,
    at timestamptz NOT NULL
);
CREATE TRIGGER exclusions_are_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON exclusions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_past();
CREATE TRIGGER exclusion_decisions_are_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON exclusion_decisions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_past();

-- Locked scorecards: one text each, byte for byte, with its hash and within it the hash of the one before.
CREATE TABLE scorecards (
    number bigint PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    key text NOT NULL,
    version integer NOT NULL,
    restates uuid REFERENCES scorecards (id),
    body text NOT NULL,
    hash text NOT NULL,
    locked_at timestamptz NOT NULL,
    FOREIGN KEY (key, version) REFERENCES plans (key, version)
);
CREATE INDEX scorecards_plan ON scorecards (key, version, number);
CREATE UNIQUE INDEX scorecards_locked_once ON scorecards (key, version) WHERE restates IS NULL;
-- Of each scorecard there is one restatement, which may be restated again.
CREATE UNIQUE INDEX scorecards_restated_once ON scorecards (restates) WHERE restates IS NOT NULL;
CREATE TRIGGER scorecards_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON scorecards
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_past();
