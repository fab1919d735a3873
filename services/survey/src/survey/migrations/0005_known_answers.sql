-- What was known before anything was asked: such a question was not asked, and its answer is in no n.
ALTER TABLE responses ADD COLUMN known jsonb;

-- An answer that loses its person loses what was known of the person too.
CREATE FUNCTION forget_what_was_known() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.known := NULL;
    RETURN NEW;
END
$$;
CREATE TRIGGER responses_erased_know_nothing BEFORE UPDATE ON responses
FOR EACH ROW WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL)
EXECUTE FUNCTION forget_what_was_known();
