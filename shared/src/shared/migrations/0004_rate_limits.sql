-- How many requests a minute this key may make of this service; null for as many as the setting says.
ALTER TABLE api_keys ADD COLUMN per_minute integer CHECK (per_minute > 0);
