-- Who is to be told of which critical item, each once. The first is told at once, what follows soon after in one mail.
CREATE TABLE critical_notices (
    feedback_id uuid NOT NULL REFERENCES feedback (id),
    executive text NOT NULL,
    -- The mail that told of it; null until then.
    message_id uuid,
    PRIMARY KEY (feedback_id, executive)
);
CREATE INDEX critical_notices_waiting ON critical_notices (executive) WHERE message_id IS NULL;
CREATE INDEX critical_notices_by_message ON critical_notices (message_id) WHERE message_id IS NOT NULL;

-- When each executive was last written to.
CREATE TABLE critical_mails (
    executive text PRIMARY KEY,
    message_id uuid NOT NULL,
    at timestamptz NOT NULL
);
