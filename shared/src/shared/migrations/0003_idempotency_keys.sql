-- What a request with an Idempotency-Key was answered, written in the transaction of its change. Nothing here tells
-- who sent what: the caller, the key and the route are one keyed hash, the payload another.
CREATE TABLE idempotency_keys (
    id bytea PRIMARY KEY,
    fingerprint bytea NOT NULL,
    status smallint NOT NULL,
    content_type text NOT NULL,
    body bytea NOT NULL,
    kept_at timestamptz NOT NULL
);
CREATE INDEX idempotency_keys_kept_at ON idempotency_keys (kept_at);
