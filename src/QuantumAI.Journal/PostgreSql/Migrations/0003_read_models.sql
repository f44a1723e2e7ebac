-- What the journal's events come to, for pages and queries. Everything here may be deleted at any time: the projector fills it again.
-- Columns and keys are those of ViewTables; a test compares them.

CREATE TABLE {schema}.view_state(
    only_row boolean NOT NULL PRIMARY KEY DEFAULT true CHECK(only_row),
    format   text    NOT NULL,
    position bigint  NOT NULL,
    event    text    NOT NULL);

CREATE TABLE {schema}.view_orders(
    position        bigint NOT NULL PRIMARY KEY,
    account         text   NOT NULL,
    client_order_id text   NOT NULL,
    agent           text   NOT NULL,
    symbol          text   NOT NULL,
    side            text   NOT NULL,
    type            text   NOT NULL,
    quantity        text   NOT NULL,
    reduce_only     bigint NOT NULL,
    reference       text   NOT NULL,
    status          text   NOT NULL,
    filled          text   NOT NULL,
    quote_filled    text   NOT NULL,
    venue_order_id  text   NOT NULL,
    reason          text   NOT NULL,
    intended_nanos  bigint NOT NULL,
    updated_nanos   bigint NOT NULL);

CREATE TABLE {schema}.view_fills(
    position        bigint NOT NULL PRIMARY KEY,
    account         text   NOT NULL,
    client_order_id text   NOT NULL,
    agent           text   NOT NULL,
    symbol          text   NOT NULL,
    side            text   NOT NULL,
    trade_id        bigint NOT NULL,
    price           text   NOT NULL,
    quantity        text   NOT NULL,
    quote_quantity  text   NOT NULL,
    fee             text   NOT NULL,
    fee_asset       text   NOT NULL,
    venue_nanos     bigint NOT NULL,
    nanos           bigint NOT NULL,
    causation       text   NOT NULL);

CREATE TABLE {schema}.view_positions(
    account       text   COLLATE "C" NOT NULL,
    agent         text   COLLATE "C" NOT NULL,
    symbol        text   COLLATE "C" NOT NULL,
    quantity      text   NOT NULL,
    cost          text   NOT NULL,
    realised_pnl  text   NOT NULL,
    opened_nanos  bigint NOT NULL,
    is_dust       bigint NOT NULL,
    updated_nanos bigint NOT NULL,
    PRIMARY KEY(account, agent, symbol));

CREATE TABLE {schema}.view_equity(
    position  bigint NOT NULL PRIMARY KEY,
    account   text   NOT NULL,
    nanos     bigint NOT NULL,
    equity    text   NOT NULL,
    day_start text   NOT NULL,
    high      text   NOT NULL,
    day       text   NOT NULL);

CREATE TABLE {schema}.view_decisions(
    position        bigint NOT NULL PRIMARY KEY,
    account         text   NOT NULL,
    kind            text   NOT NULL,
    agent           text   NOT NULL,
    symbol          text   NOT NULL,
    side            text   NOT NULL,
    quantity        text   NOT NULL,
    client_order_id text   NOT NULL,
    code            bigint NOT NULL,
    rule            text   NOT NULL,
    reason          text   NOT NULL,
    causation       text   NOT NULL,
    correlation     text   NOT NULL,
    nanos           bigint NOT NULL);

GRANT SELECT ON {schema}.view_state, {schema}.view_orders, {schema}.view_fills, {schema}.view_positions, {schema}.view_equity, {schema}.view_decisions TO {writer}, {reader};
GRANT INSERT, UPDATE, DELETE ON {schema}.view_state, {schema}.view_orders, {schema}.view_fills, {schema}.view_positions, {schema}.view_equity, {schema}.view_decisions TO {writer};
