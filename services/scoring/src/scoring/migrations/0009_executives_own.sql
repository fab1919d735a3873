-- What people expected of a measure before its period began. Only ever added to.
CREATE TABLE forecasts (
    -- Derived from person, measure and days, so that each is said once. Together they are longer than an index takes.
    id uuid PRIMARY KEY,
    person text NOT NULL,
    measure jsonb NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    value numeric NOT NULL,
    by text NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX forecasts_made_at ON forecasts (made_at, id);
CREATE INDEX forecasts_person ON forecasts (person, made_at, id);
CREATE TRIGGER forecasts_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON forecasts
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_past();

-- Conversations with customers and walks through their journey, what was found on them, and what is done about it.
CREATE TABLE immersions (
    id uuid PRIMARY KEY,
    person text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('conversation', 'walk')),
    day date NOT NULL,
    channel text,
    journey text,
    notes text,
    findings text[] NOT NULL,
    by text NOT NULL,
    logged_at timestamptz NOT NULL
);
CREATE INDEX immersions_logged_at ON immersions (logged_at, id);
CREATE INDEX immersions_person ON immersions (person, day);

CREATE TABLE immersion_actions (
    immersion_id uuid NOT NULL REFERENCES immersions (id),
    -- Of the finding among the immersion's, from 1.
    place integer NOT NULL,
    action text NOT NULL,
    owner text NOT NULL,
    due_on date NOT NULL,
    by text NOT NULL,
    taken_up_at timestamptz NOT NULL,
    CONSTRAINT immersion_actions_pkey PRIMARY KEY (immersion_id, place)
);
