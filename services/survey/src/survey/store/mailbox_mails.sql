-- name: begin
-- Whoever writes the id first takes the mail; another worker with the same mail waits and finds it there.
INSERT INTO mailbox_mails (id, outcome, received_at) VALUES (%(id)s, 'other', %(now)s) ON CONFLICT (id) DO NOTHING

-- name: settle
UPDATE mailbox_mails SET outcome = %(outcome)s WHERE id = %(id)s

-- name: outcome
SELECT outcome FROM mailbox_mails WHERE id = %(id)s
