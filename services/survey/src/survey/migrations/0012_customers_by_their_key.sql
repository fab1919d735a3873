-- Without the key: as its second column it let PostgreSQL look for 500 customers by key in this index, skipping from one
-- moment to the next through all of it, and the more customers there were, the longer a batch of touchpoints took. What
-- is of one moment is put in the order of keys by who reads it.
DROP INDEX customers_updated_at;
CREATE INDEX customers_updated_at ON customers (updated_at);
