-- An answer can be corrected until its link expires. The response is always the newest revision; the table below holds
-- those that it replaced. The defaults are constants, which PostgreSQL adds without rewriting the table.
ALTER TABLE responses
    ADD COLUMN revision integer NOT NULL DEFAULT 1,
    -- False while all there is are answers that were saved on the way, by somebody who never pressed Send.
    ADD COLUMN complete boolean NOT NULL DEFAULT true,
    ADD COLUMN corrected_at timestamptz;

CREATE TABLE response_revisions (
    response_id uuid NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    revision integer NOT NULL,
    language text NOT NULL,
    answers jsonb NOT NULL,
    complete boolean NOT NULL,
    -- When the customer said this.
    at timestamptz NOT NULL,
    PRIMARY KEY (response_id, revision)
);

-- What customers have chosen and not sent, apart from the responses until nobody is expected to go on with it.
CREATE TABLE partial_answers (
    invitation_id uuid PRIMARY KEY REFERENCES invitations (id) ON DELETE CASCADE,
    customer_key text NOT NULL,
    language text NOT NULL,
    answers jsonb NOT NULL,
    known jsonb NOT NULL,
    saved_at timestamptz NOT NULL,
    -- When it is kept as a response: once it has lain idle, or when its link expires.
    due_at timestamptz NOT NULL
);
CREATE INDEX partial_answers_due_at ON partial_answers (due_at);
CREATE INDEX partial_answers_customer_key ON partial_answers (customer_key);

-- Like an answer (see 0004): what is saved in the moment of an erasure is not kept.
CREATE TRIGGER partial_answers_keep_only_the_living BEFORE INSERT ON partial_answers
FOR EACH ROW EXECUTE FUNCTION keep_only_the_living();

-- A link that the company has taken back. What had not been sent is suppressed with the reason 'revoked'; a link that
-- was out stays where it is in the waterfall, and leads to a page that says so.
ALTER TABLE invitations
    ADD COLUMN revoked_at timestamptz,
    ADD COLUMN revoke_reason text CHECK ((revoke_reason IS NULL) = (revoked_at IS NULL));
