-- name: lock
SELECT pg_advisory_xact_lock(727, 1)

-- name: create_register
CREATE TABLE IF NOT EXISTS schema_migrations (
    package text NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (package, name)
)

-- name: applied
SELECT name, checksum FROM schema_migrations WHERE package = %(package)s

-- name: register
INSERT INTO schema_migrations (package, name, checksum) VALUES (%(package)s, %(name)s, %(checksum)s)

-- name: start_epoch
-- An event from a future transaction was written in another cluster: this is a restored copy, and its new
-- transactions would sort before the old events, where no reader looks any more.
UPDATE event_epoch SET epoch = epoch + 1
WHERE EXISTS (
    SELECT FROM events
    WHERE events.epoch = event_epoch.epoch AND events.txid >= pg_snapshot_xmax(pg_current_snapshot())
)
