-- Everything of one customer is found by these: for a copy, and to erase it.
CREATE INDEX responses_customer_key ON responses (customer_key) WHERE customer_key IS NOT NULL;
CREATE INDEX events_customer_key ON events ((data ->> 'customer_key')) WHERE (data ->> 'customer_key') IS NOT NULL;

-- A customer's row is the lock between answering and being erased. Who answers holds it until the answer is kept, so
-- that an erasure waits and finds the answer; who comes after an erasure finds no row, and the answer is not kept.
CREATE FUNCTION keep_only_the_living() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM customers WHERE key = NEW.customer_key FOR KEY SHARE;
    RETURN CASE WHEN FOUND THEN NEW END;
END
$$;
CREATE TRIGGER responses_keep_only_the_living BEFORE INSERT ON responses
FOR EACH ROW WHEN (NEW.customer_key IS NOT NULL AND NEW.source = 'invitation')
EXECUTE FUNCTION keep_only_the_living();

-- Who unsubscribes, or whose mail comes back, holds the row too. After an erasure there is none to hold: an objection is
-- kept all the same, since whoever is asked again later has still objected.
CREATE FUNCTION wait_for_an_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM customers WHERE key = NEW.customer_key FOR KEY SHARE;
    RETURN NEW;
END
$$;
CREATE TRIGGER mail_suppressions_wait_for_an_erasure BEFORE INSERT ON mail_suppressions
FOR EACH ROW EXECUTE FUNCTION wait_for_an_erasure();

-- When an answer lost its person. From then on it never changes again, whoever still has the page open.
ALTER TABLE responses ADD COLUMN erased_at timestamptz;
CREATE FUNCTION leave_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RETURN NULL;
END
$$;
CREATE TRIGGER responses_erased_stay_so BEFORE UPDATE ON responses
FOR EACH ROW WHEN (OLD.erased_at IS NOT NULL)
EXECUTE FUNCTION leave_as_it_is();

-- Who changed what, and when: written in the transaction of the change, never changed afterwards.
CREATE TABLE audit (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    -- The name of the key that did it.
    by text NOT NULL,
    action text NOT NULL,
    -- What it was done to: a survey's key, or the pseudonym of a customer. Never a name.
    subject text NOT NULL,
    detail jsonb NOT NULL,
    request_id text NOT NULL
);
CREATE INDEX audit_at ON audit (at, id);

CREATE FUNCTION refuse_to_change_the_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is only ever added to.';
END
$$;
CREATE TRIGGER audit_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_past();
