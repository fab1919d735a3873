-- A score may be asked over any of these columns. Each combination that occurs is one row here, and a rollup names it
-- by its number: so rollups stay narrow, and there are as many as there are distinct slices and days.
CREATE TABLE slices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Of all that follows. The columns together are longer than an index takes.
    digest uuid NOT NULL,
    survey text NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    journey text NOT NULL,
    stage text NOT NULL,
    channel text NOT NULL,
    owner text NOT NULL,
    segment text NOT NULL,
    language text NOT NULL,
    -- What the touchpoint said of the attributes that are declared as dimensions.
    attributes jsonb NOT NULL,
    CONSTRAINT slices_digest_key UNIQUE (digest)
);
-- For what says something that must be forgotten.
CREATE INDEX slices_attributes ON slices USING gin (attributes jsonb_path_ops) WHERE attributes <> '{}';

CREATE FUNCTION slice_digest(
    survey text, version integer, kind text, journey text, stage text, channel text, owner text, segment text,
    language text, attributes jsonb
) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN md5(
    md5(survey) || md5(version::text) || md5(kind) || md5(journey) || md5(stage) || md5(channel) || md5(owner)
    || md5(segment) || md5(language) || md5(attributes::text)
)::uuid;

-- A correction replaces an answer only when its revision is higher.
ALTER TABLE responses
    ADD COLUMN revision integer NOT NULL DEFAULT 1,
    ADD COLUMN complete boolean NOT NULL DEFAULT true,
    ADD COLUMN touchpoint_source text,
    ADD COLUMN touchpoint_id text,
    ADD COLUMN attributes jsonb NOT NULL DEFAULT '{}';
-- For what is told of a touchpoint after it was answered for.
CREATE INDEX responses_touchpoint ON responses (touchpoint_id, touchpoint_source) WHERE touchpoint_id IS NOT NULL;
-- For how many customers' touchpoints said the same.
CREATE INDEX responses_attributes ON responses USING gin (attributes jsonb_path_ops) WHERE attributes <> '{}';

-- One row an option: of a selection several can be chosen.
ALTER TABLE choices ADD COLUMN type text NOT NULL DEFAULT 'choice' CHECK (type IN ('choice', 'selection'));
ALTER TABLE choices DROP CONSTRAINT choices_pkey;
ALTER TABLE choices ADD PRIMARY KEY (response_id, question, value);

DROP TABLE rollups;
-- No foreign key to slices, which go only when their rollups do: it would be checked thousands of times a second.
CREATE TABLE rollups (
    type text NOT NULL,
    day date NOT NULL,
    slice_id bigint NOT NULL,
    question text NOT NULL,
    definition text NOT NULL,
    -- Of a choice: one row an option, and one without for all who answered. '' for scores.
    option text NOT NULL,
    n integer NOT NULL,
    low integer NOT NULL,
    middle integer NOT NULL,
    top integer NOT NULL,
    total bigint NOT NULL,
    total_squares bigint NOT NULL,
    -- Each score asks for one type and a range of days, so these lead.
    PRIMARY KEY (type, day, slice_id, question, definition, option)
);
CREATE INDEX rollups_slice ON rollups (slice_id, type, day);

-- The same once more for dashboards, by month and the slices that they ask for: some rows where rollups have thousands.
CREATE TABLE monthly_rollups (
    type text NOT NULL,
    month date NOT NULL,
    survey text NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    question text NOT NULL,
    definition text NOT NULL,
    journey text NOT NULL,
    channel text NOT NULL,
    n integer NOT NULL,
    low integer NOT NULL,
    middle integer NOT NULL,
    top integer NOT NULL,
    total bigint NOT NULL,
    total_squares bigint NOT NULL,
    PRIMARY KEY (type, month, survey, version, kind, question, definition, journey, channel)
);

-- Which attributes of touchpoints are dimensions, in versions; the highest is in force for what is heard from then on.
CREATE TABLE dimensions (
    key text NOT NULL,
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT dimensions_pkey PRIMARY KEY (key, version)
);
INSERT INTO dimensions VALUES ('attributes', 1, '{"attributes": ["product"]}', '', now());

-- Of each touchpoint, what it said of declared attributes; nothing is kept of one that said nothing of them.
CREATE TABLE touchpoint_attributes (
    source text NOT NULL,
    id text NOT NULL,
    -- The event that told it, by which it is found when its customer is erased.
    event_id uuid NOT NULL,
    attributes jsonb NOT NULL,
    PRIMARY KEY (id, source)
);
CREATE INDEX touchpoint_attributes_event ON touchpoint_attributes (event_id);

-- Which kind of survey each version is, since what is told of an invitation does not say.
CREATE TABLE survey_kinds (
    survey text NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    PRIMARY KEY (survey, version)
);
INSERT INTO survey_kinds SELECT DISTINCT ON (survey, version) survey, version, kind FROM responses;

-- One row an invitation, whatever of it was told first; day and place are null until it was told that it was made.
CREATE TABLE invitations (
    id uuid PRIMARY KEY,
    survey text,
    version integer,
    journey text,
    stage text,
    channel text,
    owner text,
    segment text,
    day date,
    sent boolean NOT NULL,
    failed boolean NOT NULL,
    answered boolean NOT NULL
);

-- By the day on which an invitation was made: the answers are to these invitations, whenever they came.
CREATE TABLE invitation_rollups (
    day date NOT NULL,
    survey text NOT NULL,
    version integer NOT NULL,
    journey text NOT NULL,
    stage text NOT NULL,
    channel text NOT NULL,
    owner text NOT NULL,
    segment text NOT NULL,
    delivered integer NOT NULL,
    answered integer NOT NULL,
    PRIMARY KEY (day, survey, version, journey, stage, channel, owner, segment)
);

INSERT INTO slices (digest, survey, version, kind, journey, stage, channel, owner, segment, language, attributes)
SELECT slice_digest(survey, version, kind, journey, stage, channel, owner, segment, language, '{}'),
       survey, version, kind, journey, stage, channel, owner, segment, language, '{}'
FROM (
    SELECT DISTINCT survey, version, kind, coalesce(journey, '') AS journey, coalesce(stage, '') AS stage,
           coalesce(channel, '') AS channel, coalesce(owner, '') AS owner, coalesce(segment, '') AS segment,
           coalesce(language, '') AS language
    FROM responses
) AS told;

INSERT INTO rollups
SELECT facts.type, day, slices.id, question, definition, option, count(*), count(*) FILTER (WHERE box = 'low'),
       count(*) FILTER (WHERE box = 'middle'), count(*) FILTER (WHERE box = 'top'), sum(value), sum(value * value)
FROM responses
JOIN slices ON slices.digest = slice_digest(
    responses.survey, responses.version, responses.kind, coalesce(responses.journey, ''),
    coalesce(responses.stage, ''), coalesce(responses.channel, ''), coalesce(responses.owner, ''),
    coalesce(responses.segment, ''), coalesce(responses.language, ''), '{}'
)
JOIN (
    SELECT response_id, answers.type, question, definition, '' AS option, value,
           CASE WHEN value <= low_until THEN 'low' WHEN value >= top_from THEN 'top' ELSE 'middle' END AS box
    FROM answers
    JOIN (VALUES ('nps', 6, 9), ('ces', 3, 5), ('csat', 2, 4)) AS scales (type, low_until, top_from)
         ON scales.type = answers.type
    UNION ALL
    SELECT response_id, type, question, 'choice-0-1', '', 0, 'low' FROM choices
    UNION ALL
    SELECT response_id, type, question, 'choice-0-1', value, 1, 'top' FROM choices
) AS facts ON facts.response_id = responses.id
GROUP BY 1, 2, 3, 4, 5, 6;

INSERT INTO monthly_rollups
SELECT type, date_trunc('month', day)::date, survey, version, kind, question, definition, journey, channel,
       sum(n), sum(low), sum(middle), sum(top), sum(total), sum(total_squares)
FROM rollups JOIN slices ON slices.id = rollups.slice_id
WHERE type NOT IN ('choice', 'selection')
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
