-- What teams read is masked; what was written stands apart, and every look at it is noted.
CREATE TABLE originals (
    feedback_id uuid PRIMARY KEY REFERENCES feedback (id),
    text text NOT NULL
);

ALTER TABLE feedback
    -- Who chose the team: a rule, the model that learns from people, or nobody, so that triage looks at it.
    ADD COLUMN decided_by text NOT NULL DEFAULT 'rule' CHECK (decided_by IN ('rule', 'model', 'triage')),
    -- How sure the model was, from 0 to 1; null where it was not asked.
    ADD COLUMN confidence double precision,
    -- The items whose corrections by people were nearest.
    ADD COLUMN learnt_from uuid[] NOT NULL DEFAULT '{}',
    -- Of the answer, since customers may correct it.
    ADD COLUMN revision integer NOT NULL DEFAULT 1;
UPDATE feedback SET decided_by = 'triage' WHERE rule IS NULL;

-- What was there before comments were understood is understood bit by bit.
CREATE INDEX feedback_to_understand ON feedback (id) WHERE understood_by IS NULL AND text <> '';
