-- A published version stays as it is, and stays. Every answer used to look whether its survey was still there, and all
-- who answered at the same moment marked the same row for it. Who stores an answer has read its survey's version, and
-- from here on no version goes away.
CREATE FUNCTION refuse_to_change_a_survey() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A published survey version never changes and is never deleted.';
END
$$;
CREATE TRIGGER surveys_are_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON surveys
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_a_survey();
ALTER TABLE responses DROP CONSTRAINT responses_survey;
