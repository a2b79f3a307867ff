-- Instants are nanoseconds since 1970 in UTC; 0 means never.

-- +goose Up
CREATE TABLE account (
    id             TEXT    NOT NULL PRIMARY KEY,
    key            TEXT    NOT NULL,
    email          TEXT    NOT NULL,
    provider       TEXT    NOT NULL,
    mechanism      TEXT    NOT NULL,           -- of authorization
    mailbox_id     TEXT    NOT NULL DEFAULT '',
    calendar_id    TEXT    NOT NULL DEFAULT '',
    hint           TEXT    NOT NULL DEFAULT '',
    state          TEXT    NOT NULL,
    generation     INTEGER NOT NULL DEFAULT 0,
    failing_since  INTEGER NOT NULL DEFAULT 0,
    last_error     TEXT    NOT NULL DEFAULT '',
    as_of          INTEGER NOT NULL DEFAULT 0,
    last_attempt   INTEGER NOT NULL DEFAULT 0,
    delta_link     TEXT    NOT NULL DEFAULT '',
    window_from    INTEGER NOT NULL DEFAULT 0,
    window_until   INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE credential (
    account        TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
    mechanism      TEXT    NOT NULL,
    access_token   TEXT    NOT NULL,
    refresh_token  TEXT    NOT NULL,
    expiry         INTEGER NOT NULL,
    generation     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE event (
    account        TEXT    NOT NULL REFERENCES account (id),
    id             TEXT    NOT NULL,
    calendar_id    TEXT    NOT NULL,
    etag           TEXT    NOT NULL,
    subject        TEXT    NOT NULL,
    starts         INTEGER NOT NULL,
    ends           INTEGER NOT NULL,
    all_day        INTEGER NOT NULL,           -- 0 or 1
    show_as        TEXT    NOT NULL,
    PRIMARY KEY (account, id)
) WITHOUT ROWID;

CREATE TABLE ask (
    digest         TEXT    NOT NULL PRIMARY KEY,
    account        TEXT    NOT NULL REFERENCES account (id),
    generation     INTEGER NOT NULL,
    sent_at        INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    used_at        INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX ask_by_account ON ask (account, sent_at);

CREATE TABLE flow (
    state          TEXT    NOT NULL PRIMARY KEY,
    account        TEXT    NOT NULL,
    mechanism      TEXT    NOT NULL,
    nonce          TEXT    NOT NULL,
    verifier       TEXT    NOT NULL,
    ask_digest     TEXT    NOT NULL,
    created_at     INTEGER NOT NULL
) WITHOUT ROWID;

-- +goose Down
DROP TABLE flow;
DROP TABLE ask;
DROP TABLE event;
DROP TABLE credential;
DROP TABLE account;
