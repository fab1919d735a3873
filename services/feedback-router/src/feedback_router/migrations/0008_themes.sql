-- Comments about the same thing. An id stays the same for good: what was merged leads to what it was merged into.
CREATE TABLE themes (
    id uuid PRIMARY KEY,
    -- Its own phrases, unless a person named it; empty until they are known.
    name text NOT NULL DEFAULT '',
    named_by text,
    -- By language, the best first.
    phrases jsonb NOT NULL DEFAULT '{}',
    -- Which model the centroid is of; vectors of different models can't be compared.
    space text NOT NULL,
    centroid bytea,
    size integer NOT NULL DEFAULT 0,
    -- What it had when it was described last.
    described_size integer NOT NULL DEFAULT 0,
    -- Its centroid and its phrases are to be worked out anew.
    stale boolean NOT NULL DEFAULT true,
    -- The person who split it off; null when it was found.
    made_by text,
    created_at timestamptz NOT NULL,
    merged_into uuid REFERENCES themes (id),
    CONSTRAINT themes_not_into_itself CHECK (merged_into <> id)
);
CREATE INDEX themes_by_size ON themes (size, id) WHERE merged_into IS NULL;

ALTER TABLE feedback
    -- Null with a time of theming: on its own.
    ADD COLUMN theme_id uuid REFERENCES themes (id),
    -- The person who put it where it is; nothing but a person moves it again.
    ADD COLUMN themed_by text,
    -- Null until it is grouped, and again when its words have changed.
    ADD COLUMN themed_at timestamptz;
CREATE INDEX feedback_by_theme ON feedback (theme_id, routed_at, id) WHERE theme_id IS NOT NULL;
CREATE INDEX feedback_to_group ON feedback (routed_at, id)
WHERE themed_at IS NULL AND understood_by IS NOT NULL AND text <> '';
CREATE INDEX feedback_on_its_own ON feedback (themed_at)
WHERE theme_id IS NULL AND themed_by IS NULL AND themed_at IS NOT NULL AND text <> '';
-- What was said on which day, of all and by theme, read from the index alone.
CREATE INDEX feedback_by_submission ON feedback (submitted_at) INCLUDE (theme_id, team);

-- What the models make of a comment, so that nothing is read twice: 512 half-precision numbers, and the bands by which
-- near-duplicates are found.
CREATE TABLE comment_vectors (
    feedback_id uuid PRIMARY KEY REFERENCES feedback (id),
    space text NOT NULL,
    vector bytea NOT NULL,
    bands integer[]
);
CREATE INDEX comment_vectors_by_band ON comment_vectors USING gin (bands) WHERE bands IS NOT NULL;

-- Up to which time of theming comments on their own were looked at together.
CREATE TABLE theme_passes (
    lonely boolean PRIMARY KEY DEFAULT true CHECK (lonely),
    up_to timestamptz NOT NULL
);

-- What was done about a theme; its open items are resolved from here, batch by batch.
CREATE TABLE theme_resolutions (
    theme_id uuid NOT NULL REFERENCES themes (id),
    number integer NOT NULL,
    -- Whose items, null for all.
    team text,
    at timestamptz NOT NULL,
    by text NOT NULL,
    request_id text NOT NULL,
    what_was_done text NOT NULL,
    root_cause text,
    -- When all that was open then had been resolved.
    closed_at timestamptz,
    PRIMARY KEY (theme_id, number)
);
CREATE INDEX theme_resolutions_to_close ON theme_resolutions (at) WHERE closed_at IS NULL;

-- A theme grew beyond chance; one episode at a time.
CREATE TABLE theme_episodes (
    theme_id uuid NOT NULL REFERENCES themes (id),
    began_at timestamptz NOT NULL,
    ended_at timestamptz,
    -- The days that were looked at, what was seen in them, what was to be expected, and how likely that was by chance.
    days smallint NOT NULL,
    seen integer NOT NULL,
    expected double precision NOT NULL,
    chance double precision NOT NULL,
    PRIMARY KEY (theme_id, began_at)
);
CREATE UNIQUE INDEX theme_episodes_one_at_a_time ON theme_episodes (theme_id) WHERE ended_at IS NULL;
