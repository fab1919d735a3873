-- Nothing waits without somebody who answers for it and a time when it is due: the table has no such row.
ALTER TABLE feedback
    -- What is understood of the comment; null or 0 until it is.
    ADD COLUMN kind text,
    ADD COLUMN severity smallint NOT NULL DEFAULT 0,
    ADD COLUMN severity_reasons jsonb,
    ADD COLUMN topics text[],
    ADD COLUMN priority double precision NOT NULL DEFAULT 0,
    ADD COLUMN understood_by text,
    -- A person's key, or "team:<key>" for a team that names no owner.
    ADD COLUMN accountable text,
    ADD COLUMN assignee text,
    ADD COLUMN acknowledge_by timestamptz,
    ADD COLUMN resolve_by timestamptz,
    ADD COLUMN handovers smallint NOT NULL DEFAULT 0,
    ADD COLUMN escalations smallint NOT NULL DEFAULT 0,
    -- What was told of the due time: 0 nothing, 1 that it is near, 2 that it is over.
    ADD COLUMN alarm smallint NOT NULL DEFAULT 0 CHECK (alarm BETWEEN 0 AND 2),
    -- When somebody must look at the due time; null when nobody must any more.
    ADD COLUMN check_at timestamptz,
    ADD COLUMN root_cause text CHECK (root_cause IN ('people', 'process', 'technology', 'policy', 'information'));

-- What was there before promises were made is promised from today on; what is over kept its word.
UPDATE feedback
SET accountable = 'team:' || team,
    acknowledge_by = coalesce(acknowledged_at, now() + interval '1 day'),
    resolve_by = coalesce(resolved_at, now() + interval '7 days'),
    check_at = CASE status
        WHEN 'routed' THEN now() + interval '18 hours'
        WHEN 'acknowledged' THEN now() + interval '5 days'
    END;

-- Words are found whatever their endings and whether or not accents were typed: each text stands in the index as its
-- language stems it, and again without its accents.
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE TEXT SEARCH CONFIGURATION plain_en (COPY = english);
CREATE TEXT SEARCH CONFIGURATION plain_es (COPY = spanish);
CREATE TEXT SEARCH CONFIGURATION plain_pt (COPY = portuguese);
CREATE TEXT SEARCH CONFIGURATION plain_other (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION plain_en ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
ALTER TEXT SEARCH CONFIGURATION plain_es ALTER MAPPING FOR hword, hword_part, word WITH unaccent, spanish_stem;
ALTER TEXT SEARCH CONFIGURATION plain_pt ALTER MAPPING FOR hword, hword_part, word WITH unaccent, portuguese_stem;
ALTER TEXT SEARCH CONFIGURATION plain_other ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;

CREATE FUNCTION searchable(language text, words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE language
    WHEN 'en' THEN to_tsvector('english', words) || to_tsvector('plain_en', words)
    WHEN 'es' THEN to_tsvector('spanish', words) || to_tsvector('plain_es', words)
    WHEN 'pt' THEN to_tsvector('portuguese', words) || to_tsvector('plain_pt', words)
    ELSE to_tsvector('simple', words) || to_tsvector('plain_other', words)
END;

-- What fits one of these. What is the same stands there once: twice, it would be thought to be found more often.
CREATE FUNCTION one_of(VARIADIC queries tsquery[]) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT coalesce(string_agg(DISTINCT '(' || query::text || ')', ' | '), '')::tsquery
    FROM unnest(queries) AS query WHERE numnode(query) > 0
);

-- What somebody looks for, as texts in a language hold it: "a phrase", word or word, -without.
CREATE FUNCTION sought(language text, words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE language
    WHEN 'en' THEN one_of(websearch_to_tsquery('english', words), websearch_to_tsquery('plain_en', words))
    WHEN 'es' THEN one_of(websearch_to_tsquery('spanish', words), websearch_to_tsquery('plain_es', words))
    WHEN 'pt' THEN one_of(websearch_to_tsquery('portuguese', words), websearch_to_tsquery('plain_pt', words))
    ELSE one_of(websearch_to_tsquery('simple', words), websearch_to_tsquery('plain_other', words))
END;

-- The same in whatever language: what this doesn't find, none of them would. An index can serve it.
CREATE FUNCTION sought_anywhere(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN one_of(
    websearch_to_tsquery('english', words), websearch_to_tsquery('plain_en', words),
    websearch_to_tsquery('spanish', words), websearch_to_tsquery('plain_es', words),
    websearch_to_tsquery('portuguese', words), websearch_to_tsquery('plain_pt', words),
    websearch_to_tsquery('simple', words), websearch_to_tsquery('plain_other', words)
);

ALTER TABLE feedback
    ALTER COLUMN accountable SET NOT NULL,
    ALTER COLUMN acknowledge_by SET NOT NULL,
    ALTER COLUMN resolve_by SET NOT NULL,
    ADD CONSTRAINT feedback_has_an_owner CHECK (accountable <> ''),
    DROP CONSTRAINT feedback_status_check,
    ADD CONSTRAINT feedback_status_check
        CHECK (status IN ('routed', 'acknowledged', 'reopened', 'resolved', 'withdrawn')),
    DROP CONSTRAINT feedback_seen_has_its_time,
    ADD CONSTRAINT feedback_seen_has_its_time
        CHECK (status = 'withdrawn' OR (status IN ('routed', 'reopened')) = (acknowledged_at IS NULL)),
    ADD CONSTRAINT feedback_root_cause_is_of_what_is_resolved CHECK (root_cause IS NULL OR status = 'resolved'),
    ADD COLUMN due_at timestamptz GENERATED ALWAYS AS (
        CASE
            WHEN status IN ('routed', 'reopened') THEN least(acknowledge_by, resolve_by)
            WHEN status = 'acknowledged' THEN resolve_by
        END
    ) STORED,
    ADD COLUMN search tsvector GENERATED ALWAYS AS (searchable(language, text)) STORED,
    ADD CONSTRAINT feedback_open_is_due CHECK ((status IN ('resolved', 'withdrawn')) = (due_at IS NULL)),
    ADD CONSTRAINT feedback_closed_is_not_looked_at CHECK (check_at IS NULL OR due_at IS NOT NULL);

-- Words, and any filters together: what few items fit is found here; what many fit, by walking along an order below.
-- No list of pending entries: it would be read by each search until somebody cleans up.
CREATE INDEX feedback_search ON feedback
USING gin (search, topics, team, kind, severity, survey, journey, stage, channel, owner) WITH (fastupdate = off);
CREATE INDEX feedback_search_open ON feedback
USING gin (search, topics, team, kind, severity, survey, journey, stage, channel, owner) WITH (fastupdate = off)
WHERE due_at IS NOT NULL;
-- Which places go together; without this, what can't be is thought to be there, and looked for to the end.
CREATE STATISTICS feedback_places (mcv) ON journey, stage, channel, owner FROM feedback;
ALTER STATISTICS feedback_places SET STATISTICS 300;
-- What is open: what is due first, what matters most, and what one person answers for.
DROP INDEX feedback_open;
CREATE INDEX feedback_due ON feedback (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX feedback_due_by_team ON feedback (team, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX feedback_priority ON feedback ((-priority), routed_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX feedback_priority_by_team ON feedback (team, (-priority), routed_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX feedback_of_a_person ON feedback (accountable, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX feedback_to_look_at ON feedback (check_at) WHERE check_at IS NOT NULL;
CREATE INDEX feedback_of_a_customer ON feedback (customer_key, submitted_at) WHERE customer_key IS NOT NULL;

ALTER TABLE feedback_transitions
    ADD COLUMN action text,
    ADD COLUMN detail jsonb NOT NULL DEFAULT '{}';
UPDATE feedback_transitions SET action = CASE to_status WHEN 'resolved' THEN 'resolve' ELSE 'acknowledge' END;
ALTER TABLE feedback_transitions ALTER COLUMN action SET NOT NULL;

-- What people knew better: never forgotten but with the customer whose words they are.
CREATE TABLE routing_corrections (
    feedback_id uuid NOT NULL REFERENCES feedback (id),
    number bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    -- As the team saw it then, with its language.
    text text NOT NULL,
    language text NOT NULL,
    from_team text NOT NULL,
    to_team text NOT NULL,
    by text NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (feedback_id, number)
);
CREATE INDEX routing_corrections_in_order ON routing_corrections (number);

-- What happened between the customers and the company, as far as a team must know so that nobody is asked twice.
CREATE TABLE contacts (
    customer_key text NOT NULL,
    -- The event that told of it.
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    type text NOT NULL,
    journey text,
    stage text,
    channel text,
    PRIMARY KEY (customer_key, id)
);
CREATE INDEX contacts_by_time ON contacts (customer_key, at);
CREATE INDEX contacts_by_event ON contacts (id);

-- Mail that the survey service is to send for us: written with the change that it tells of, handed over afterwards.
CREATE TABLE messages (
    id uuid PRIMARY KEY,
    -- The item that it is about, if it is about one.
    feedback_id uuid REFERENCES feedback (id),
    kind text NOT NULL,
    body jsonb NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'handed_over', 'given_up')),
    attempts smallint NOT NULL DEFAULT 0,
    next_at timestamptz,
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    -- Why the last attempt failed.
    error text,
    CONSTRAINT messages_waiting_has_a_time CHECK ((state = 'waiting') = (next_at IS NOT NULL)),
    CONSTRAINT messages_settled_has_its_time CHECK ((state = 'waiting') = (settled_at IS NULL))
);
CREATE INDEX messages_due ON messages (next_at) WHERE state = 'waiting';
CREATE INDEX messages_by_feedback ON messages (feedback_id) WHERE feedback_id IS NOT NULL;

-- Too much waits in triage; one alarm at a time.
CREATE TABLE triage_alarms (
    raised_at timestamptz PRIMARY KEY,
    waiting integer NOT NULL,
    ended_at timestamptz
);
CREATE UNIQUE INDEX triage_alarms_one_at_a_time ON triage_alarms ((true)) WHERE ended_at IS NULL;

-- A team reads of its own items, and of those that were taken from it.
CREATE INDEX events_by_team ON events ((data ->> 'team'), epoch, txid, seq) WHERE (data ->> 'team') IS NOT NULL;
CREATE INDEX events_from_team ON events ((data ->> 'from_team'), epoch, txid, seq)
WHERE (data ->> 'from_team') IS NOT NULL;
