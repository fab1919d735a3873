-- Where a contact looked for what it needed: [{source, found, updated_at}, …]; null where it did not say.
ALTER TABLE touchpoints ADD COLUMN lookups jsonb;

-- One row a lookup of a case. What a figure filters by stands here as well, so that cases need not be read for it.
CREATE TABLE journey_lookups (
    person text NOT NULL,
    journey text NOT NULL,
    -- The case in which it was, and its place among the case's lookups.
    number integer NOT NULL,
    place integer NOT NULL,
    source text NOT NULL,
    -- The channel in which it was looked for, which need not be the one in which the case began.
    channel text NOT NULL,
    found boolean NOT NULL,
    -- How old the source was then; null where nobody knows.
    age_seconds bigint,
    started_at timestamptz NOT NULL,
    segment text,
    first_channel text,
    PRIMARY KEY (person, journey, number, place)
);
CREATE INDEX journey_lookups_started ON journey_lookups (journey, started_at);
