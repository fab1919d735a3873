-- A team's webhook: where it is told what happens, of what, and in which words.
CREATE TABLE webhooks (
    id uuid PRIMARY KEY,
    team text NOT NULL,
    url text NOT NULL,
    -- Types of events, or beginnings of types that end in ".*".
    events text[] NOT NULL,
    filters jsonb NOT NULL,
    template_version integer NOT NULL,
    disabled_at timestamptz,
    disabled_reason text CHECK (disabled_reason IN ('paused', 'gone', 'failing')),
    -- Its last answer took long or was no good: it is served apart, so that it can't be in the way of others.
    slow boolean NOT NULL DEFAULT false,
    failed_attempts integer NOT NULL DEFAULT 0,
    failing_since timestamptz,
    created_at timestamptz NOT NULL,
    -- Its log may be long: it is hidden at once, and swept away bit by bit.
    deleted_at timestamptz,
    CONSTRAINT webhooks_disabled_says_why CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL)),
    CONSTRAINT webhooks_failing_has_its_time CHECK ((failed_attempts = 0) = (failing_since IS NULL))
);
CREATE INDEX webhooks_by_time ON webhooks (created_at, id);
CREATE INDEX webhooks_by_team ON webhooks (team, created_at, id);

-- How it words an event. A delivery keeps the version that it began with, so that no payload ever changes.
CREATE TABLE webhook_templates (
    webhook_id uuid NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    version integer NOT NULL,
    template jsonb NOT NULL,
    PRIMARY KEY (webhook_id, version)
);

-- Which secrets sign. They are derived from their number; nothing here is secret.
CREATE TABLE webhook_secrets (
    webhook_id uuid NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    number integer NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    PRIMARY KEY (webhook_id, number)
);

-- One event for one webhook, however often it is planned, tried or replayed: the primary key says so. No payload is
-- kept: it is made of the event whenever it is sent.
CREATE TABLE webhook_deliveries (
    webhook_id uuid NOT NULL REFERENCES webhooks (id),
    event_id uuid NOT NULL,
    event_type text NOT NULL,
    event_time timestamptz NOT NULL,
    template_version integer NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
    -- Of all times, and those that failed since it was planned or last replayed.
    attempts integer NOT NULL DEFAULT 0,
    failures integer NOT NULL DEFAULT 0,
    due_at timestamptz,
    -- Somebody is sending it, or has died while sending it when this has passed.
    claimed_until timestamptz,
    PRIMARY KEY (webhook_id, event_id),
    CONSTRAINT webhook_deliveries_waiting_is_due CHECK ((state = 'waiting') = (due_at IS NOT NULL))
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, due_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_claimed ON webhook_deliveries (webhook_id) WHERE claimed_until IS NOT NULL;
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (webhook_id, event_time, event_id);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (event_time);

-- Written before it is made: one without an end was cut off.
CREATE TABLE webhook_attempts (
    webhook_id uuid NOT NULL,
    event_id uuid NOT NULL,
    number integer NOT NULL,
    at timestamptz NOT NULL,
    duration_ms integer,
    status integer,
    error text,
    -- The beginning of what the receiver said when it did not take it.
    response text,
    PRIMARY KEY (webhook_id, event_id, number),
    FOREIGN KEY (webhook_id, event_id) REFERENCES webhook_deliveries (webhook_id, event_id) ON DELETE CASCADE
);
-- What a receiver repeated of an event is forgotten with the event.
CREATE INDEX webhook_attempts_answered ON webhook_attempts (event_id) WHERE response IS NOT NULL;

-- Deliveries find their event by its id.
CREATE INDEX events_id ON events (id);

-- There was no webhook before: they are told what happens from now on.
INSERT INTO cursors (source, position)
SELECT 'router/webhooks', format('%s-%s-0', epoch, pg_current_xact_id()) FROM event_epoch;
