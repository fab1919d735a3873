-- When it was last told whether an item is kept praise: its customer may change their words, either way.
ALTER TABLE feedback ADD COLUMN kept_told_at timestamptz;
