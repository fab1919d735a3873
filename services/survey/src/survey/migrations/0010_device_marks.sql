-- For a day, what devices are told apart by: random, and destroyed when the day is over, so that nobody can ever tell
-- again which device a mark in the event log stood for.
CREATE TABLE device_keys (
    day date PRIMARY KEY,
    key bytea NOT NULL
);

-- When the address was last replaced by another; null when it never was.
ALTER TABLE customers ADD COLUMN email_changed_at timestamptz;
