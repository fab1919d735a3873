-- Under which pseudonym the survey service must hear once more that its customer was erased: it may have been told of them
-- that very moment. Nothing else of anybody is left in such a row.
ALTER TABLE outgoing_touchpoints
    ADD COLUMN erased_as text,
    ADD CONSTRAINT outgoing_touchpoints_erased_keep_nobody
        CHECK (erased_as IS NULL OR (customer_key = '' AND sealed IS NULL));

-- Reports of staff grow old as complaints do: the oldest of which something is left are found first.
CREATE INDEX feedback_reports ON feedback (routed_at) WHERE survey = 'staff-report' AND text <> '';
