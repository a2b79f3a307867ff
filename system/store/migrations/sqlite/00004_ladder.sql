-- Experiments with the rungs of the routing ladder.

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
CREATE INDEX ask_by_time ON ask (sent_at);

-- +goose Down
DROP INDEX ask_by_time;
DROP TABLE experiment;
