-- Keys are shown once; what is kept can check a key but not give it back.
CREATE TABLE api_keys (
    prefix text PRIMARY KEY,
    hash bytea NOT NULL,
    name text NOT NULL,
    scopes text[] NOT NULL,
    -- What the key is limited to, in the words of the service that reads it; null for no limit.
    subject text,
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);
