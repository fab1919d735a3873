-- The steps of feedback that later ones of their kind have replaced in its own row, so that it can be said how it stood at
-- a moment. Those that were replaced before there was this table are not known.
CREATE TABLE earlier_feedback_steps (
    feedback_id uuid NOT NULL,
    at timestamptz NOT NULL,
    -- 0 resolved, 1 withdrawn, 2 reopened; 3 kept as praise, 4 to be dealt with after all.
    step smallint NOT NULL CHECK (step BETWEEN 0 AND 4),
    CONSTRAINT earlier_feedback_steps_pkey PRIMARY KEY (feedback_id, at, step)
);
