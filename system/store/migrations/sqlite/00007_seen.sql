-- Which delivered writes the cache shows by itself: a replica of the provider that
-- lags may answer a round without them.

-- +goose Up
ALTER TABLE outbox ADD COLUMN based_on TEXT NOT NULL DEFAULT ''; -- ETag of the version that a delivered write replaced
ALTER TABLE outbox ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;   -- the cache has this version of the event, or a later one
DROP INDEX outbox_delivered;
CREATE INDEX outbox_unseen ON outbox (account, delivered_at) WHERE state = 'delivered' AND seen = 0;
-- A queued create may have taken effect already: its answer was lost.
CREATE INDEX event_made ON event (account, transaction_id) WHERE transaction_id <> '';

-- +goose Down
DROP INDEX event_made;
DROP INDEX outbox_unseen;
CREATE INDEX outbox_delivered ON outbox (account, delivered_at) WHERE state = 'delivered';
ALTER TABLE outbox DROP COLUMN seen;
ALTER TABLE outbox DROP COLUMN based_on;
