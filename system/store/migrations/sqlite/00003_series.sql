-- Occurrences know the series that they belong to: it is told, and goes, as a whole.

-- +goose Up
ALTER TABLE event ADD COLUMN series_id TEXT NOT NULL DEFAULT '';
CREATE INDEX event_by_series ON event (account, series_id) WHERE series_id <> '';
-- A cache of before holds occurrences that no series can take away again: the next
-- round is a complete one. Until it has been committed the cache serves.
UPDATE account SET delta_link = '';

-- +goose Down
DROP INDEX event_by_series;
ALTER TABLE event DROP COLUMN series_id;
