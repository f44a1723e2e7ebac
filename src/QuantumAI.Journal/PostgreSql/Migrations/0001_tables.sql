-- Positions and commit numbers are not sequences: they are taken from the one row of "journal" while it is locked, so that they
-- are without gaps and in the order of the commits. A reader that has seen a position has missed nothing before it.

CREATE TABLE {schema}.journal(
    only_row      boolean NOT NULL PRIMARY KEY DEFAULT true CHECK(only_row),
    environment   text    NOT NULL,
    commits       bigint  NOT NULL DEFAULT 0,
    last_position bigint  NOT NULL DEFAULT 0,
    link          bytea   NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK(octet_length(link) = 32)) WITH (fillfactor = 10);

CREATE TABLE {schema}.streams(
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name              text   COLLATE "C" NOT NULL UNIQUE,
    account           text   NOT NULL,
    seq               bigint NOT NULL DEFAULT 0 CHECK(seq >= 0),
    link              bytea  NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK(octet_length(link) = 32),
    epoch             bigint NOT NULL DEFAULT 0 CHECK(epoch >= 0),
    quarantined_from  bigint CHECK(quarantined_from >= 1),
    quarantine_reason text) WITH (fillfactor = 50);

-- No foreign key to streams: it would cost a look-up per event, and the verification finds an event without a stream.
CREATE TABLE {schema}.events(
    position       bigint  NOT NULL PRIMARY KEY,
    stream_id      bigint  NOT NULL,
    seq            bigint  NOT NULL CHECK(seq >= 1),
    type           text    NOT NULL,
    schema_version integer NOT NULL,
    payload        text    NOT NULL,
    market_time    bigint  NOT NULL,
    recorded_at    timestamptz NOT NULL,
    causation      text,
    correlation    text,
    link           bytea CHECK(octet_length(link) = 32),
    UNIQUE(stream_id, seq));

CREATE TABLE {schema}.commands(
    stream_id bigint NOT NULL,
    id        bytea  NOT NULL CHECK(octet_length(id) = 16),
    first_seq bigint NOT NULL CHECK(first_seq >= 1),
    last_seq  bigint NOT NULL CHECK(last_seq >= first_seq),
    PRIMARY KEY(stream_id, id));

CREATE INDEX commands_recent ON {schema}.commands(stream_id, last_seq);

CREATE TABLE {schema}.commits(
    number        bigint NOT NULL PRIMARY KEY,
    last_position bigint NOT NULL,
    link          bytea  NOT NULL CHECK(octet_length(link) = 32),
    recorded_at   timestamptz NOT NULL);

CREATE TABLE {schema}.snapshots(
    stream text    COLLATE "C" NOT NULL,
    seq    bigint  NOT NULL,
    schema integer NOT NULL,
    state  bytea   NOT NULL,
    hash   bytea   NOT NULL CHECK(octet_length(hash) = 32),
    PRIMARY KEY(stream, seq));

-- For people. Only a query that asks for "payload" parses it.
CREATE VIEW {schema}.journal_events AS
    SELECT e.position, s.name AS stream, e.seq, e.type, e.schema_version, e.payload::jsonb AS payload, e.payload AS payload_text,
           to_timestamp(e.market_time / 1000000000.0) AS market_at, e.market_time, e.recorded_at, e.causation, e.correlation, s.account
    FROM {schema}.events e JOIN {schema}.streams s ON s.id = e.stream_id;

GRANT USAGE ON SCHEMA {schema} TO {writer}, {reader};
GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {writer}, {reader};
GRANT INSERT ON {schema}.events, {schema}.commands, {schema}.commits TO {writer};
GRANT INSERT, UPDATE ON {schema}.streams TO {writer};
GRANT UPDATE(commits, last_position, link) ON {schema}.journal TO {writer};
GRANT INSERT, UPDATE, DELETE ON {schema}.snapshots TO {writer};
