PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE commands(
    stream    INTEGER NOT NULL CHECK(typeof(stream) = 'integer'),
    id        BLOB    NOT NULL CHECK(typeof(id) = 'blob' AND length(id) = 16),
    first_seq INTEGER NOT NULL CHECK(typeof(first_seq) = 'integer' AND first_seq >= 1),
    last_seq  INTEGER NOT NULL CHECK(typeof(last_seq) = 'integer' AND last_seq >= first_seq),
    PRIMARY KEY(stream, id)) WITHOUT ROWID;
INSERT INTO "commands" VALUES(2,X'2348F998744212575D85959674F9607A',1,1);
INSERT INTO "commands" VALUES(2,X'75490BD7B93E6FA7D18CFDEA90CC6BCB',2,4);
CREATE TABLE commits(
    number        INTEGER PRIMARY KEY CHECK(number >= 1),
    last_position INTEGER NOT NULL CHECK(typeof(last_position) = 'integer' AND last_position >= number),
    recorded_at   INTEGER NOT NULL CHECK(typeof(recorded_at) = 'integer'),
    link          BLOB    NOT NULL CHECK(typeof(link) = 'blob' AND length(link) = 32));
INSERT INTO "commits" VALUES(1,1,1767225600000000000,X'2A7EBE51B5AAD78E3C7B1560FCF1E1D254F64E84AEBAFA73791A70AFD2A9D25D');
INSERT INTO "commits" VALUES(2,3,1767225600000000000,X'49D6EE97AD758DC6086FC684DE0DF44EBBBAE1B0BC9125ABF255145E198F97C1');
INSERT INTO "commits" VALUES(3,6,1767225600000000000,X'B58726596AE9E58F068C6A11EA3587EB1CD8250561903B8C9FD587646447A70A');
CREATE TABLE events(
    position       INTEGER PRIMARY KEY CHECK(position >= 1),
    stream         INTEGER NOT NULL CHECK(typeof(stream) = 'integer'),
    seq            INTEGER NOT NULL CHECK(typeof(seq) = 'integer' AND seq >= 1),
    type           TEXT    NOT NULL CHECK(typeof(type) = 'text'),
    schema_version INTEGER NOT NULL CHECK(typeof(schema_version) = 'integer'),
    payload        TEXT    NOT NULL CHECK(typeof(payload) = 'text'),
    market_time    INTEGER NOT NULL CHECK(typeof(market_time) = 'integer'),
    recorded_at    INTEGER NOT NULL CHECK(typeof(recorded_at) = 'integer'),
    causation      TEXT    CHECK(typeof(causation) IN ('text', 'null')),
    correlation    TEXT    CHECK(typeof(correlation) IN ('text', 'null')),
    link           BLOB    CHECK(link IS NULL OR typeof(link) = 'blob' AND length(link) = 32));
INSERT INTO "events" VALUES(1,1,1,'SessionConfigured',1,'{"seed":11}',1735689601000000000,1767225600000000000,NULL,NULL,X'2429A60716291A0D85594586A6FFA0ABBE3BFE21F0C609B59E151D21DF950149');
INSERT INTO "events" VALUES(2,2,1,'AccountOpened',1,'{"deposit":"100000.00000000"}',1735689602000000000,1767225600000000000,NULL,NULL,X'EBE6A7781124AFD1934CEEEF226152B9F3710914320E0BCEF218DAB123505C85');
INSERT INTO "events" VALUES(3,3,1,'AccountOpened',1,'{"words":"zwölf 한국 😀"}',1735689602000000000,1767225600000000000,NULL,NULL,X'ABE9288D782505EE3F7639A0A8916D32FBC0A2CCB8B27E4D772EA0F91C3B2991');
INSERT INTO "events" VALUES(4,2,2,'OrderApproved',1,'{"clientOrderId":"qa-1"}',1735689603000000000,1767225600000000000,'bar:1735693200','qa-1',NULL);
INSERT INTO "events" VALUES(5,2,3,'OrderIntended',2,'{"clientOrderId":"qa-1"}',1735689603000000000,1767225600000000000,'bar:1735693200','qa-1',NULL);
INSERT INTO "events" VALUES(6,2,4,'OrderNoted',3,'{}',1735689603000000000,1767225600000000000,NULL,'qa-1',X'D2E0802871C9D4EA4962C7721934D9C6C274AEFE124C587B990315FCEC9DDB7C');
CREATE TABLE journal(
    id            INTEGER PRIMARY KEY CHECK(id = 1),
    environment   TEXT    NOT NULL CHECK(typeof(environment) = 'text'),
    commits       INTEGER NOT NULL CHECK(typeof(commits) = 'integer' AND commits >= 0),
    last_position INTEGER NOT NULL CHECK(typeof(last_position) = 'integer' AND last_position >= commits),
    link          BLOB    NOT NULL CHECK(typeof(link) = 'blob' AND length(link) = 32));
INSERT INTO "journal" VALUES(1,'sim',3,6,X'B58726596AE9E58F068C6A11EA3587EB1CD8250561903B8C9FD587646447A70A');
CREATE TABLE streams(
    id                INTEGER PRIMARY KEY,
    name              TEXT    NOT NULL UNIQUE CHECK(typeof(name) = 'text'),
    account           TEXT    NOT NULL CHECK(typeof(account) = 'text'),
    seq               INTEGER NOT NULL CHECK(typeof(seq) = 'integer' AND seq >= 0),
    link              BLOB    NOT NULL CHECK(typeof(link) = 'blob' AND length(link) = 32),
    epoch             INTEGER NOT NULL CHECK(typeof(epoch) = 'integer' AND epoch >= 0),
    quarantined_from  INTEGER CHECK(quarantined_from IS NULL OR quarantined_from = seq + 1),
    quarantine_reason TEXT    CHECK((quarantine_reason IS NULL) = (quarantined_from IS NULL)));
INSERT INTO "streams" VALUES(1,'session','tests',1,X'2429A60716291A0D85594586A6FFA0ABBE3BFE21F0C609B59E151D21DF950149',0,NULL,NULL);
INSERT INTO "streams" VALUES(2,'account/a','tests',4,X'D2E0802871C9D4EA4962C7721934D9C6C274AEFE124C587B990315FCEC9DDB7C',7,NULL,NULL);
INSERT INTO "streams" VALUES(3,'account/ü','tests',1,X'ABE9288D782505EE3F7639A0A8916D32FBC0A2CCB8B27E4D772EA0F91C3B2991',0,NULL,NULL);
INSERT INTO "streams" VALUES(4,'claimed','tests',0,X'0000000000000000000000000000000000000000000000000000000000000000',3,NULL,NULL);
CREATE UNIQUE INDEX events_by_stream ON events(stream, seq);
CREATE UNIQUE INDEX commands_by_end ON commands(stream, last_seq);
CREATE VIEW journal_events AS
    SELECT e.position, s.name AS stream, e.seq, e.type, e.schema_version, e.payload,
        strftime('%Y-%m-%dT%H:%M:%S', e.market_time / 1000000000, 'unixepoch') || printf('.%09dZ', e.market_time % 1000000000) AS market_time,
        strftime('%Y-%m-%dT%H:%M:%S', e.recorded_at / 1000000000, 'unixepoch') || printf('.%09dZ', e.recorded_at % 1000000000) AS recorded_at,
        e.causation, e.correlation
    FROM events AS e JOIN streams AS s ON s.id = e.stream;
COMMIT;
PRAGMA application_id=1363825230; PRAGMA user_version=3;
