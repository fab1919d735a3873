-- The event log: what happened, in the order in which it may be told.
--
-- A number from a sequence is drawn before its transaction commits, so a reader that remembers "the highest number
-- that I saw" loses what commits later with a lower one. Here the order is (epoch, txid, seq), and the log is served
-- only below the oldest transaction still running: nothing can then appear behind a reader's back.
CREATE TABLE event_epoch (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- Transaction ids start anew in a restored or copied cluster. The epoch rises when that is noticed
    -- (see start_epoch in migrate.sql), so that old events stay old.
    epoch integer NOT NULL DEFAULT 1
);
INSERT INTO event_epoch DEFAULT VALUES;

CREATE TABLE events (
    epoch integer NOT NULL,
    txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    seq bigint GENERATED ALWAYS AS IDENTITY,
    id uuid NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    time timestamptz NOT NULL,
    request_id text NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (epoch, txid, seq)
);

-- How far this service has read in each log that it follows; moved in the same transaction as the batch's effects.
CREATE TABLE cursors (
    source text PRIMARY KEY,
    position text NOT NULL,
    moved_at timestamptz NOT NULL DEFAULT now()
);

-- Events that could not be understood: kept whole with the reason, never in the way of those behind them.
CREATE TABLE parked_events (
    source text NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    reason text NOT NULL,
    event jsonb NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, id)
);
