-- What came of journeys, as whole numbers that move with the cases. Whether a case that nothing ended is over depends
-- on the clock, so all cases are counted by when they began, and those that nothing ended once more by the day on which
-- they close: over are all but those that close later than now. By month it is the same again, for dashboards.
CREATE TABLE outcome_rollups (
    span text NOT NULL CHECK (span IN ('day', 'month')),
    journey text NOT NULL,
    -- The day on which the cases began, or the first of its month.
    since date NOT NULL,
    n integer NOT NULL,
    succeeded integer NOT NULL,
    PRIMARY KEY (span, journey, since)
);
CREATE TABLE closing_rollups (
    span text NOT NULL CHECK (span IN ('day', 'month')),
    journey text NOT NULL,
    closes_on date NOT NULL,
    since date NOT NULL,
    n integer NOT NULL,
    PRIMARY KEY (span, journey, closes_on, since)
);

INSERT INTO outcome_rollups
SELECT span, journey, date_trunc(span, started_at AT TIME ZONE 'UTC')::date, count(*),
       count(*) FILTER (WHERE ending = 'success')
FROM journey_cases CROSS JOIN (VALUES ('day'), ('month')) AS spans (span)
GROUP BY 1, 2, 3;

INSERT INTO closing_rollups
SELECT span, journey, (closes_at AT TIME ZONE 'UTC')::date, date_trunc(span, started_at AT TIME ZONE 'UTC')::date,
       count(*)
FROM journey_cases CROSS JOIN (VALUES ('day'), ('month')) AS spans (span)
WHERE ending IS NULL
GROUP BY 1, 2, 3, 4;

-- Those that close today are still asked of the cases; nothing else of them is.
CREATE INDEX journey_cases_closing ON journey_cases (journey, closes_at) INCLUDE (started_at) WHERE ending IS NULL;
DROP INDEX journey_cases_outcomes;
