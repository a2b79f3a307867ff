-- Experiments with the rungs of the routing ladder, and links to other mailboxes.

-- +goose Up
CREATE TABLE experiment (
    id             INTEGER NOT NULL PRIMARY KEY,
    provider       TEXT    NOT NULL,
    mechanism      TEXT    NOT NULL,
    from_rung      TEXT    NOT NULL,
    to_rung        TEXT    NOT NULL,
    into_mechanism TEXT    NOT NULL DEFAULT '',
    pilots         TEXT    NOT NULL,           -- JSON array of account ids
    control        TEXT    NOT NULL,
    healed         TEXT    NOT NULL DEFAULT '[]',
    started_at     INTEGER NOT NULL,
    read_at        INTEGER NOT NULL DEFAULT 0,
    ended_at       INTEGER NOT NULL DEFAULT 0,
    result         TEXT    NOT NULL DEFAULT ''
);
-- What the newest link of an account replaced, until that link has proven to be to the
-- same mailbox; and a link to another mailbox, until its owner confirms it.
CREATE TABLE former_link (
    account        TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
    mechanism      TEXT    NOT NULL,
    access_token   TEXT    NOT NULL,
    refresh_token  TEXT    NOT NULL,
    expiry         INTEGER NOT NULL,
    mailbox_id     TEXT    NOT NULL,
    as_of          INTEGER NOT NULL            -- of the account when it was replaced
) WITHOUT ROWID;

CREATE TABLE other_link (
    account        TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
    mechanism      TEXT    NOT NULL,
    access_token   TEXT    NOT NULL,
    refresh_token  TEXT    NOT NULL,
    expiry         INTEGER NOT NULL,
    mailbox_id     TEXT    NOT NULL
) WITHOUT ROWID;

CREATE INDEX ask_by_time ON ask (sent_at);

-- +goose Down
DROP INDEX ask_by_time;
DROP TABLE other_link;
DROP TABLE former_link;
DROP TABLE experiment;
