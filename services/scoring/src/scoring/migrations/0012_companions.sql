-- A mark is a row of its own, only added and taken away again, so that who marks waits for nobody. With one row a
-- customer, who joined identities (holding all cases, waiting for a mark) and who followed a log (holding the mark,
-- waiting for the cases of somebody erased) waited for each other.
ALTER TABLE stale_customers DROP CONSTRAINT stale_customers_pkey;
CREATE INDEX stale_customers_key ON stale_customers (customer_key);

-- The last time of each, whatever was told first: an item is what the latest of resolved, withdrawn and reopened says.
-- Praise that is kept has nothing to resolve; of what is neither routed nor reopened yet nothing is known (NULL).
ALTER TABLE feedback
ADD COLUMN withdrawn_at timestamptz, ADD COLUMN reopened_at timestamptz, ADD COLUMN kept boolean;
ALTER TABLE feedback_rollups
ADD COLUMN withdrawn integer NOT NULL DEFAULT 0, ADD COLUMN kept integer NOT NULL DEFAULT 0;

-- What came of a journey stands beside every score of it, so that must be found without reading whole cases.
CREATE INDEX journey_cases_outcomes ON journey_cases (journey, started_at) INCLUDE (ending, closes_at);
