-- How many writes are queued, kept beside them: counting them at every scrape
-- would cost the more the longer the provider takes none.

-- +goose Up
CREATE TABLE outbox_queued_count (
    provider       TEXT    NOT NULL PRIMARY KEY,
    n              INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO outbox_queued_count (provider, n)
    SELECT account.provider, COUNT(*) FROM outbox JOIN account ON account.id = outbox.account
    WHERE outbox.state = 'queued' GROUP BY account.provider;

-- +goose Down
DROP TABLE outbox_queued_count;
