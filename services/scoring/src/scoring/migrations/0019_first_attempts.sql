-- When a setup was first tried, so that what is looked at as of a moment has no attempt that came after it. The cases that
-- have one are made again, until when no attempt of theirs is counted.
ALTER TABLE journey_cases ADD COLUMN setup_tried_at timestamptz;
INSERT INTO stale_customers (customer_key)
SELECT DISTINCT person FROM journey_cases WHERE setup_attempts > 0
ON CONFLICT DO NOTHING;
