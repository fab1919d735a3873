-- What was said on which day and where, of all and by theme, read from the index alone.
DROP INDEX feedback_by_submission;
CREATE INDEX feedback_by_submission ON feedback (submitted_at) INCLUDE (theme_id, team, journey, channel);

-- Which themes a team has something of, and which hold something of a kind.
CREATE INDEX feedback_by_theme_and_team ON feedback (theme_id, team, kind) WHERE theme_id IS NOT NULL;

-- Before which moment touchpoints are forgotten, as far as the survey service has told.
CREATE TABLE contact_retention (
    lonely boolean PRIMARY KEY DEFAULT true CHECK (lonely),
    before timestamptz NOT NULL
);
CREATE INDEX contacts_by_age ON contacts (at);
