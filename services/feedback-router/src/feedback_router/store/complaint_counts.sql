-- name: count
INSERT INTO complaint_counts (day, language, begun, sent_of_begun, sent)
VALUES (%(day)s, %(language)s, %(begun)s, %(sent_of_begun)s, %(sent)s)
ON CONFLICT (day, language) DO UPDATE
SET begun = complaint_counts.begun + excluded.begun,
    sent_of_begun = complaint_counts.sent_of_begun + excluded.sent_of_begun,
    sent = complaint_counts.sent + excluded.sent

-- name: between
SELECT day, language, begun, sent_of_begun, sent FROM complaint_counts
WHERE day BETWEEN %(first)s AND %(last)s
ORDER BY day, language
