-- Who changed what, and when: written in the transaction of the change, never changed afterwards.
CREATE TABLE audit (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    -- The name of the key that did it.
    by text NOT NULL,
    action text NOT NULL,
    -- What it was done to: a plan by its key. Never a name.
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
