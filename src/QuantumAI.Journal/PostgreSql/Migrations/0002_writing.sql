-- Every writer first locks the one row of "journal": appends and takeovers come one after the other, and each statement after the
-- lock sees what was committed before it (READ COMMITTED). The rights are the caller's.

-- Appends everything or nothing. The writer says how it knows the streams and how they are afterwards; when a stream is otherwise,
-- or a command is there already, nothing is written and the answer says what is there, so that the writer can decide again.
CREATE FUNCTION {schema}.append(
    p_environment text, p_account text,
    p_names text[], p_seqs bigint[], p_epochs bigint[], p_links bytea[], p_accounts text[], p_quarantined bigint[],
    p_new_seqs bigint[], p_new_epochs bigint[], p_new_links bytea[], p_moved integer,
    p_probe_streams integer[], p_probe_ids bytea[],
    p_command_streams integer[], p_command_ids bytea[], p_command_firsts bigint[], p_command_lasts bigint[],
    p_event_streams integer[], p_event_seqs bigint[], p_types text[], p_schemas integer[], p_payloads text[], p_times bigint[],
    p_causations text[], p_correlations text[], p_event_links bytea[], p_entries bytea,
    OUT o_done boolean, OUT o_number bigint, OUT o_link bytea,
    OUT o_seqs bigint[], OUT o_epochs bigint[], OUT o_links bytea[], OUT o_accounts text[], OUT o_quarantined bigint[], OUT o_reasons text[],
    OUT o_found integer[], OUT o_firsts bigint[], OUT o_lasts bigint[], OUT o_position bigint)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    v_environment text;
    v_position bigint;
    v_ids bigint[];
    v_same boolean;
    v_rows bigint;
BEGIN
    SELECT j.environment, j.commits, j.last_position, j.link INTO v_environment, o_number, v_position, o_link FROM {schema}.journal j FOR UPDATE;
    IF v_environment IS NULL THEN
        RAISE EXCEPTION 'the journal has lost its row' USING ERRCODE = 'QJ002';
    ELSIF v_environment <> p_environment THEN
        RAISE EXCEPTION 'the journal belongs to %, the writer to %', v_environment, p_environment USING ERRCODE = 'QJ001';
    END IF;
    o_position := v_position;

    SELECT array_agg(s.id ORDER BY g.ord),
           bool_and(coalesce(s.seq, 0) = g.seq AND coalesce(s.epoch, 0) = g.epoch AND (s.link IS NULL OR s.link = g.link)
                    AND s.account IS NOT DISTINCT FROM g.account AND s.quarantined_from IS NOT DISTINCT FROM g.quarantined)
        INTO v_ids, v_same
        FROM unnest(p_names, p_seqs, p_epochs, p_links, p_accounts, p_quarantined)
             WITH ORDINALITY AS g(name, seq, epoch, link, account, quarantined, ord)
        LEFT JOIN {schema}.streams s ON s.name = g.name;
    IF cardinality(p_probe_ids) > 0 THEN
        SELECT array_agg(p.ord), array_agg(c.first_seq), array_agg(c.last_seq) INTO o_found, o_firsts, o_lasts
            FROM unnest(p_probe_streams, p_probe_ids) WITH ORDINALITY AS p(stream, id, ord)
            JOIN {schema}.commands c ON c.stream_id = v_ids[p.stream] AND c.id = p.id;
    END IF;

    o_done := v_same AND o_found IS NULL;
    IF NOT o_done THEN
        SELECT array_agg(coalesce(s.seq, 0) ORDER BY g.ord), array_agg(coalesce(s.epoch, 0) ORDER BY g.ord), array_agg(s.link ORDER BY g.ord),
               array_agg(s.account ORDER BY g.ord), array_agg(s.quarantined_from ORDER BY g.ord), array_agg(s.quarantine_reason ORDER BY g.ord)
            INTO o_seqs, o_epochs, o_links, o_accounts, o_quarantined, o_reasons
            FROM unnest(p_names) WITH ORDINALITY AS g(name, ord) LEFT JOIN {schema}.streams s ON s.name = g.name;
        RETURN;
    ELSIF p_moved = 0 THEN
        RETURN;
    END IF;

    IF array_position(v_ids, NULL) IS NOT NULL THEN
        INSERT INTO {schema}.streams(name, account)
            SELECT g.name, p_account FROM unnest(p_names, p_new_seqs) WITH ORDINALITY AS g(name, seq, ord) WHERE g.seq > 0 AND v_ids[g.ord] IS NULL;
        SELECT array_agg(s.id ORDER BY g.ord) INTO v_ids
            FROM unnest(p_names) WITH ORDINALITY AS g(name, ord) LEFT JOIN {schema}.streams s ON s.name = g.name;
    END IF;

    UPDATE {schema}.streams s SET seq = g.seq, epoch = g.epoch, link = g.link
        FROM unnest(v_ids, p_seqs, p_new_seqs, p_new_epochs, p_new_links) AS g(id, known, seq, epoch, link)
        WHERE s.id = g.id AND g.seq > g.known AND s.seq = g.known AND s.epoch <= g.epoch AND s.quarantined_from IS NULL;
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    IF v_rows <> p_moved THEN
        RAISE EXCEPTION 'a stream was changed past the lock of the journal' USING ERRCODE = '40001';
    END IF;

    INSERT INTO {schema}.events(position, stream_id, seq, type, schema_version, payload, market_time, recorded_at, causation, correlation, link)
        SELECT v_position + e.ord, v_ids[e.stream], e.seq, e.type, e.schema_version, e.payload, e.market_time, statement_timestamp(),
               e.causation, e.correlation, e.link
        FROM unnest(p_event_streams, p_event_seqs, p_types, p_schemas, p_payloads, p_times, p_causations, p_correlations, p_event_links)
             WITH ORDINALITY AS e(stream, seq, type, schema_version, payload, market_time, causation, correlation, link, ord);
    IF cardinality(p_command_ids) > 0 THEN
        INSERT INTO {schema}.commands(stream_id, id, first_seq, last_seq)
            SELECT v_ids[c.stream], c.id, c.first_seq, c.last_seq
            FROM unnest(p_command_streams, p_command_ids, p_command_firsts, p_command_lasts) AS c(stream, id, first_seq, last_seq);
    END IF;

    v_position := v_position + cardinality(p_event_seqs);
    o_position := v_position;
    o_number := o_number + 1;
    o_link := sha256(o_link || int8send(o_number) || p_entries);
    INSERT INTO {schema}.commits(number, last_position, link, recorded_at) VALUES(o_number, v_position, o_link, statement_timestamp());
    UPDATE {schema}.journal SET commits = o_number, last_position = v_position, link = o_link;
END;
$$;

-- Claims a stream with an epoch, or with one more than the highest seen when the epoch is null. Answers the stream's epoch.
CREATE FUNCTION {schema}.own(p_environment text, p_account text, p_name text, p_epoch bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    v_environment text;
    v_account text;
    v_seen bigint;
    v_epoch bigint;
BEGIN
    SELECT j.environment INTO v_environment FROM {schema}.journal j FOR UPDATE;
    IF v_environment IS NULL THEN
        RAISE EXCEPTION 'the journal has lost its row' USING ERRCODE = 'QJ002';
    ELSIF v_environment <> p_environment THEN
        RAISE EXCEPTION 'the journal belongs to %, the writer to %', v_environment, p_environment USING ERRCODE = 'QJ001';
    END IF;

    SELECT s.account, s.epoch INTO v_account, v_seen FROM {schema}.streams s WHERE s.name = p_name FOR UPDATE;
    IF v_account <> p_account THEN
        RAISE EXCEPTION 'stream % belongs to account %, the writer to %', p_name, v_account, p_account USING ERRCODE = 'QJ001';
    END IF;
    v_epoch := CASE WHEN p_epoch IS NULL THEN coalesce(v_seen, 0) + 1 ELSE greatest(p_epoch, v_seen, 0) END;
    IF v_seen IS NULL THEN
        INSERT INTO {schema}.streams(name, account, epoch) VALUES(p_name, p_account, v_epoch);
    ELSIF v_epoch > v_seen THEN
        UPDATE {schema}.streams SET epoch = v_epoch WHERE name = p_name;
    END IF;
    RETURN v_epoch;
END;
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {schema} FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {writer};
