-- The waterfall, kept: how many invitations of a unit, made on a day (UTC), ended alike. It holds no more rows than
-- there are differences, however many invitations there are.
CREATE TABLE waterfall (
    day date NOT NULL,
    survey text NOT NULL,
    trigger text NOT NULL,
    journey text,
    stage text,
    channel text,
    owner text,
    segment text,
    outcome text NOT NULL CHECK (outcome IN ('suppressed', 'waiting', 'sent', 'handed_out', 'failed')),
    reason text,
    answered boolean NOT NULL,
    n bigint NOT NULL,
    CONSTRAINT waterfall_cell UNIQUE NULLS NOT DISTINCT (
        day, survey, trigger, journey, stage, channel, owner, segment, outcome, reason, answered
    )
);
-- What has come to nothing is taken out by this.
CREATE INDEX waterfall_empty ON waterfall (day) WHERE n = 0;

-- What is to be added to it: written in the transaction of each change, and only ever appended, since all who answer
-- would wait for each other at the row that counts them. Whoever reads adds both up; a job folds these in.
CREATE TABLE waterfall_changes (LIKE waterfall);

-- Where an invitation stands. Who answered was reached, whatever became of the mail.
CREATE FUNCTION waterfall_cells(
    created_at timestamptz, survey text, trigger text, context jsonb, via text, state text, reason text, answered boolean
)
RETURNS TABLE (
    day date, survey text, trigger text, journey text, stage text, channel text, owner text, segment text,
    outcome text, reason text, answered boolean
)
LANGUAGE sql IMMUTABLE AS $$
    SELECT ($1 AT TIME ZONE 'UTC')::date, $2, $3,
           $4 ->> 'journey', $4 ->> 'stage', $4 ->> 'channel', $4 ->> 'owner', $4 ->> 'segment',
           CASE WHEN $8 OR $6 IN ('sent', 'handed_out') THEN CASE $5 WHEN 'email' THEN 'sent' ELSE 'handed_out' END
                WHEN $6 IN ('suppressed', 'failed') THEN $6
                ELSE 'waiting' END,
           CASE WHEN NOT $8 AND $6 IN ('suppressed', 'failed') THEN $7 END,
           $8
$$;

-- The same counted anew. The tables above are filled from here, and must always add up to it.
CREATE VIEW waterfall_recounted AS
SELECT c.*, count(*) AS n
FROM invitations AS i
LEFT JOIN responses AS r ON r.id = i.id
CROSS JOIN LATERAL waterfall_cells(
    i.created_at, i.survey, i.trigger, i.context, i.via, i.state, i.reason, r.id IS NOT NULL
) AS c
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;

-- Nobody can have answered an invitation before it was made.
CREATE FUNCTION count_new_invitations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO waterfall_changes
    SELECT c.*, count(*)
    FROM made AS i
    CROSS JOIN LATERAL waterfall_cells(
        i.created_at, i.survey, i.trigger, i.context, i.via, i.state, i.reason, false
    ) AS c
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;
    RETURN NULL;
END
$$;
CREATE TRIGGER invitations_are_counted AFTER INSERT ON invitations
REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION count_new_invitations();

CREATE FUNCTION discount_old_invitations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO waterfall_changes
    SELECT c.*, -count(*)
    FROM gone AS i
    LEFT JOIN responses AS r ON r.id = i.id
    CROSS JOIN LATERAL waterfall_cells(
        i.created_at, i.survey, i.trigger, i.context, i.via, i.state, i.reason, r.id IS NOT NULL
    ) AS c
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;
    RETURN NULL;
END
$$;
CREATE TRIGGER invitations_are_discounted AFTER DELETE ON invitations
REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION discount_old_invitations();

-- By row, since letters are marked one by one, and since a claim, which touches many, changes nothing here.
CREATE FUNCTION count_changed_invitation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO waterfall_changes
    SELECT c.*, -1
    FROM (SELECT EXISTS (SELECT FROM responses WHERE id = OLD.id) AS answered) AS r
    CROSS JOIN LATERAL waterfall_cells(
        OLD.created_at, OLD.survey, OLD.trigger, OLD.context, OLD.via, OLD.state, OLD.reason, r.answered
    ) AS c
    UNION ALL
    SELECT c.*, 1
    FROM (SELECT EXISTS (SELECT FROM responses WHERE id = NEW.id) AS answered) AS r
    CROSS JOIN LATERAL waterfall_cells(
        NEW.created_at, NEW.survey, NEW.trigger, NEW.context, NEW.via, NEW.state, NEW.reason, r.answered
    ) AS c;
    RETURN NULL;
END
$$;
CREATE TRIGGER invitations_are_counted_again AFTER UPDATE ON invitations
FOR EACH ROW WHEN (
    (OLD.id, OLD.created_at, OLD.survey, OLD.trigger, OLD.context, OLD.via, OLD.reason)
    IS DISTINCT FROM (NEW.id, NEW.created_at, NEW.survey, NEW.trigger, NEW.context, NEW.via, NEW.reason)
    OR CASE OLD.state WHEN 'sending' THEN 'scheduled' ELSE OLD.state END
    <> CASE NEW.state WHEN 'sending' THEN 'scheduled' ELSE NEW.state END
)
EXECUTE FUNCTION count_changed_invitation();

-- The invitation is locked until the answer is committed: who changes its state at the same moment comes before or
-- after, and whoever comes second sees what the first one did. Somebody waits for this one, so it takes short ways.
CREATE FUNCTION count_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
    i record;
BEGIN
    SELECT created_at, survey, trigger, context, via, state, reason INTO i
    FROM invitations WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.id ELSE OLD.id END FOR NO KEY UPDATE;
    IF FOUND THEN
        INSERT INTO waterfall_changes SELECT *, -sign FROM waterfall_cells(
            i.created_at, i.survey, i.trigger, i.context, i.via, i.state, i.reason, false
        );
        INSERT INTO waterfall_changes SELECT *, sign FROM waterfall_cells(
            i.created_at, i.survey, i.trigger, i.context, i.via, i.state, i.reason, true
        );
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER responses_are_counted AFTER INSERT ON responses
FOR EACH ROW WHEN (NEW.source = 'invitation') EXECUTE FUNCTION count_answer();
CREATE TRIGGER responses_are_discounted AFTER DELETE ON responses
FOR EACH ROW WHEN (OLD.source = 'invitation') EXECUTE FUNCTION count_answer();

-- Last, when nobody can change anything any more until this migration is done.
INSERT INTO waterfall SELECT * FROM waterfall_recounted;

-- What the feedback router tells of complaints: who has an open one is not reminded of a survey. They go with their
-- customer. Only ids: what was said stays where it was said.
CREATE TABLE complaints (
    feedback_id uuid PRIMARY KEY,
    customer_key text NOT NULL REFERENCES customers (key) ON DELETE CASCADE,
    open boolean NOT NULL
);
CREATE INDEX complaints_customer_key ON complaints (customer_key);

-- One index of a customer's invitations instead of two. How often somebody was asked still follows the contacts, which
-- the policy bounds, and not the touchpoints; everything of a customer is found by its first column.
CREATE INDEX invitations_customer ON invitations (customer_key, (state <> 'suppressed'));
DROP INDEX invitations_of_customer;
DROP INDEX invitations_customer_key_sent_at;
