-- Why something was decided, as a code and its facts, so that it can be said in any language. Null in what was decided
-- before: its English sentence is all that there is.
ALTER TABLE feedback ADD COLUMN why jsonb;
ALTER TABLE decisions ADD COLUMN why jsonb;

DROP VIEW standing_decisions;
CREATE VIEW standing_decisions AS
SELECT d.*, coalesce(
    (
        SELECT CASE action WHEN 'reversal_refused' THEN 'approved' ELSE action END
        FROM decision_steps WHERE decision_id = d.id ORDER BY number DESC LIMIT 1
    ),
    outcome
) AS state
FROM decisions AS d;
