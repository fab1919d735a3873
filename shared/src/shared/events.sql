-- name: append
INSERT INTO events (epoch, id, type, subject, time, request_id, data)
SELECT event_epoch.epoch, new.id, new.type, new.subject, new.time, new.request_id, new.data
FROM event_epoch,
     jsonb_to_recordset(%(events)s) AS new (
         id uuid, type text, subject text, time timestamptz, request_id text, data jsonb
     )

-- name: read
-- Everything below the oldest running transaction is decided: committed and here, or rolled back for ever.
SELECT epoch, txid, seq, id, type, subject, time, request_id, data
FROM events
WHERE (epoch, txid, seq) > (%(epoch)s, %(txid)s::text::xid8, %(seq)s)
  AND (epoch, txid) < ((SELECT epoch FROM event_epoch), pg_snapshot_xmin(pg_current_snapshot()))
ORDER BY epoch, txid, seq
LIMIT %(limit)s

-- name: undecided
-- Is there an event that is committed but may not be told yet, because an older transaction still runs?
SELECT EXISTS (
    SELECT FROM events
    WHERE (epoch, txid) >= ((SELECT epoch FROM event_epoch), pg_snapshot_xmin(pg_current_snapshot()))
)

-- name: old
-- The next events from a place on, each with whether it was written before a moment: new ids are in order of time.
SELECT epoch, txid, seq, id < %(before)s AS old FROM events
WHERE (epoch, txid, seq) > (%(epoch)s, %(txid)s::text::xid8, %(seq)s)
ORDER BY epoch, txid, seq
LIMIT %(limit)s

-- name: redact_between
UPDATE events
SET subject = CASE WHEN subject = data ->> %(field)s THEN 'redacted' ELSE subject END,
    data = data || (
        SELECT coalesce(jsonb_object_agg(blank.key, blank.value), '{}')
        FROM jsonb_each(%(blank)s) AS blank WHERE data ? blank.key
    )
WHERE (epoch, txid, seq) > (%(epoch)s, %(txid)s::text::xid8, %(seq)s)
  AND (epoch, txid, seq) <= (%(last_epoch)s, %(last_txid)s::text::xid8, %(last_seq)s)
  AND data ? %(field)s
  AND EXISTS (
      SELECT FROM jsonb_each(%(blank)s) AS blank WHERE data ? blank.key AND data -> blank.key <> blank.value
  )

-- name: redact
-- In place: an event keeps its place, id and time, so no reader's cursor is touched. Only what is there is replaced.
UPDATE events
SET subject = CASE WHEN subject = ANY(%(values)s) THEN 'redacted' ELSE subject END,
    data = data || (
        SELECT coalesce(jsonb_object_agg(blank.key, blank.value), '{}')
        FROM jsonb_each(%(blank)s) AS blank WHERE data ? blank.key
    )
WHERE data ->> %(field)s = ANY(%(values)s)
RETURNING id
