-- What a customer added to what they had said stands beside it: a corrected answer takes the place of the answer alone.
-- No text: the comment itself holds nothing that is masked.
ALTER TABLE originals
    ADD COLUMN added text[],
    ALTER COLUMN text DROP NOT NULL,
    ADD CONSTRAINT originals_hold_something CHECK (text IS NOT NULL OR added IS NOT NULL);

-- Where the comment is not masked, it is known where it ends.
UPDATE originals SET added = ARRAY[substr(originals.text, length(feedback.text) + 3)], text = NULL
FROM feedback
WHERE feedback.id = originals.feedback_id AND starts_with(originals.text, feedback.text || E'\n\n');
-- Elsewhere all that was written stays as one piece, so that no correction takes any of it away.
UPDATE originals SET added = ARRAY[text], text = NULL
WHERE added IS NULL AND EXISTS (
    SELECT FROM feedback_transitions
    WHERE feedback_transitions.feedback_id = originals.feedback_id AND by = 'customer'
      AND action IN ('comment', 'reopen') AND note LIKE '%[%]%'
);
