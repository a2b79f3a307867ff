-- +goose Up
-- An account has a hundred events: to read them all finds those of a series soon
-- enough, and the index was a third of the cache.
DROP INDEX event_by_series;

-- +goose Down
CREATE INDEX event_by_series ON event (account, series_id) WHERE series_id <> '';
