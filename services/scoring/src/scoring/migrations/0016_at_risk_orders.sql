-- Models that somebody asked for: making one may take longer than a request should.
CREATE TABLE at_risk_orders (
    id uuid PRIMARY KEY,
    journey text NOT NULL,
    kind text NOT NULL,
    factors text[] NOT NULL,
    by text NOT NULL,
    request_id text NOT NULL,
    asked_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'made', 'failed')),
    -- Of the model that was made, or that was there already and is the same.
    version integer,
    CHECK ((state = 'made') = (version IS NOT NULL))
);
-- Whoever asks again for what is waiting has asked for it already.
CREATE UNIQUE INDEX at_risk_orders_waiting ON at_risk_orders (journey, kind, factors) WHERE state = 'waiting';
