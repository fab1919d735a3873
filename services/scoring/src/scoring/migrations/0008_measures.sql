-- Who answers for each measure, in versions; the highest is in force. How a measure is made is in the code: those that
-- nobody has taken over stand in the domain as they come with Escucha.
CREATE TABLE measures (
    key text NOT NULL,
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT measures_pkey PRIMARY KEY (key, version)
);
