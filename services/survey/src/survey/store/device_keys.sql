-- name: offer
-- Whoever is first makes the day's key.
INSERT INTO device_keys (day, key) VALUES (%(day)s, %(key)s) ON CONFLICT (day) DO NOTHING

-- name: find
SELECT key FROM device_keys WHERE day = %(day)s

-- name: destroy
DELETE FROM device_keys WHERE day < %(today)s
