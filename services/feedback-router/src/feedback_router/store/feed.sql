-- name: of_a_team
-- What happened to a team's items, and to those that were taken from it; in the order and up to the place in which the
-- whole log is told.
SELECT epoch, txid, seq, id, type, subject, time, request_id, data
FROM (
    (
        SELECT * FROM events
        WHERE data ->> 'team' = %(team)s AND (type LIKE 'router.feedback.%%' OR type LIKE 'router.theme.%%')
          AND (epoch, txid, seq) > (%(epoch)s, %(txid)s::text::xid8, %(seq)s)
          AND (epoch, txid) < ((SELECT epoch FROM event_epoch), pg_snapshot_xmin(pg_current_snapshot()))
        ORDER BY epoch, txid, seq
        LIMIT %(limit)s
    )
    UNION ALL
    (
        SELECT * FROM events
        WHERE data ->> 'from_team' = %(team)s AND (type LIKE 'router.feedback.%%' OR type LIKE 'router.theme.%%')
          AND (epoch, txid, seq) > (%(epoch)s, %(txid)s::text::xid8, %(seq)s)
          AND (epoch, txid) < ((SELECT epoch FROM event_epoch), pg_snapshot_xmin(pg_current_snapshot()))
        ORDER BY epoch, txid, seq
        LIMIT %(limit)s
    )
) AS told
ORDER BY epoch, txid, seq
LIMIT %(limit)s
