-- Writes of owners, and subscriptions to changes.

-- +goose Up
ALTER TABLE event ADD COLUMN transaction_id TEXT NOT NULL DEFAULT '';

CREATE TABLE outbox (
    account        TEXT    NOT NULL REFERENCES account (id),
    id             TEXT    NOT NULL,
    seq            INTEGER NOT NULL,           -- order of acceptance within the account
    kind           TEXT    NOT NULL,
    event_id       TEXT    NOT NULL DEFAULT '',
    draft_of       TEXT    NOT NULL DEFAULT '',
    etag           TEXT    NOT NULL DEFAULT '',
    subject        TEXT    NOT NULL DEFAULT '',
    starts         INTEGER NOT NULL DEFAULT 0,
    ends           INTEGER NOT NULL DEFAULT 0,
    state          TEXT    NOT NULL,
    reason         TEXT    NOT NULL DEFAULT '',
    attempts       INTEGER NOT NULL DEFAULT 0,
    not_before     INTEGER NOT NULL DEFAULT 0,
    accepted_at    INTEGER NOT NULL,
    delivered_at   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX outbox_order ON outbox (account, seq);
-- What reads have to show: queued writes, and lately delivered ones.
CREATE INDEX outbox_queued ON outbox (account, seq) WHERE state = 'queued';
CREATE INDEX outbox_delivered ON outbox (account, delivered_at) WHERE state = 'delivered';

CREATE TABLE subscription (
    account        TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
    id             TEXT    NOT NULL,
    generation     INTEGER NOT NULL,
    client_state   TEXT    NOT NULL,
    expires        INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX subscription_by_id ON subscription (id);

-- +goose Down
DROP TABLE subscription;
DROP TABLE outbox;
ALTER TABLE event DROP COLUMN transaction_id;
