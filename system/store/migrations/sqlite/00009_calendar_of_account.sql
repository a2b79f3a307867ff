-- Events are of their account's calendar, which the account names. Repeated with each
-- event its id was a quarter of the cache.

-- +goose Up
ALTER TABLE event DROP COLUMN calendar_id;

-- +goose Down
ALTER TABLE event ADD COLUMN calendar_id TEXT NOT NULL DEFAULT '';
UPDATE event SET calendar_id = (SELECT calendar_id FROM account WHERE account.id = event.account);
