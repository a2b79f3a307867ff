-- Flows that nobody finishes are removed by their age.

-- +goose Up
CREATE INDEX flow_by_age ON flow (created_at);

-- +goose Down
DROP INDEX flow_by_age;
