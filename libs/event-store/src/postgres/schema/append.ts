/**
 * Appends the commands of a group, in one statement and one commit.
 *
 * The counter is locked in a statement of its own: each later statement's snapshot is taken after the lock was had, so it
 * sees all that the one before committed. Positions are therefore dense and become visible in their order. Conflicts,
 * repeats and forbidden categories are answered, not raised, one row a command in the order given; the commands of a group
 * are judged one after the other, so that several may concern one stream. Plans are made anew for each call: a generic one,
 * cached on an empty ledger, halves throughput.
 *
 * A group names each command id once and each stream once (`names`; `stream_of` says which of them is a command's); whoever
 * does not meets the unique indexes. `expected`: the stream's last revision, -1 for no stream, -2 for any. `counts`: how many
 * of the events are each command's.
 */
export const APPEND = `
CREATE FUNCTION ledger.append(
  categories text[], tenants text[], names text[],
  stream_of integer[], command_ids uuid[], digests bytea[], expected bigint[], counts integer[],
  event_ids uuid[], types text[], versions integer[], recorded timestamptz[], leaves bytea[], data text[], metadata text[]
) RETURNS TABLE (outcome text, stream text, first_revision bigint, last_revision bigint, "position" bigint, epoch text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_material = off
SET lock_timeout = '3s'
AS $$
#variable_conflict use_column
DECLARE
  commands constant integer := cardinality(command_ids);
  head ledger.counter;
  now_stored timestamptz;
  own_names text[];
  own_ids smallint[];
  w record;
  s integer;
  own integer;
  next_event bigint := 1;
  accepted bigint := 0;
  stored bigint;
  -- Of each stream.
  ids bigint[];
  heads bigint[];
  category_ids smallint[] := array_fill(NULL::smallint, ARRAY[cardinality(names)]);
  written boolean[] := array_fill(false, ARRAY[cardinality(names)]);
  -- Of each command.
  outcomes text[] := array_fill(NULL::text, ARRAY[commands]);
  answered text[] := array_fill(NULL::text, ARRAY[commands]);
  firsts bigint[] := array_fill(NULL::bigint, ARRAY[commands]);
  lasts bigint[] := array_fill(NULL::bigint, ARRAY[commands]);
  positions bigint[] := array_fill(NULL::bigint, ARRAY[commands]);
  first_events bigint[] := array_fill(NULL::bigint, ARRAY[commands]);
BEGIN
  -- No client holds the counter: one that stops inside a transaction of its own is put out.
  PERFORM set_config('idle_in_transaction_session_timeout', '2s', true);
  SELECT * INTO STRICT head FROM ledger.counter FOR UPDATE;
  now_stored := greatest(head.stored_at, date_trunc('milliseconds', clock_timestamp()));

  SELECT array_agg(k.name), array_agg(k.id) INTO own_names, own_ids
    FROM ledger.rights r JOIN ledger.categories k ON k.id = r.category WHERE r.role = session_user;
  SELECT array_agg(s.id ORDER BY u.n), array_agg(coalesce(s.revision, -1) ORDER BY u.n) INTO ids, heads
    FROM unnest(names) WITH ORDINALITY u(name, n) LEFT JOIN ledger.streams s ON s.name = u.name;

  FOR w IN
    SELECT c.n::integer, c.stream_of, c.digest, c.expected, c.count, m.stream AS memo, m.position, m.first_revision, m.last_revision,
           m.digest AS memo_digest
    FROM unnest(stream_of, tenants, command_ids, digests, expected, counts) WITH ORDINALITY
      AS c(stream_of, tenant, command_id, digest, expected, count, n)
    LEFT JOIN ledger.commands m ON m.command_id = c.command_id AND m.tenant = c.tenant
    ORDER BY c.n
  LOOP
    s := w.stream_of;
    own := array_position(own_names, categories[w.n]);
    first_events[w.n] := next_event;
    next_event := next_event + w.count;
    answered[w.n] := names[s];
    IF own IS NULL OR w.count < 1 OR NOT starts_with(names[s], categories[w.n] || '-' || tenants[w.n] || '.') THEN
      outcomes[w.n] := 'forbidden';
    ELSIF w.memo IS NOT NULL THEN
      SELECT k.name INTO STRICT answered[w.n] FROM ledger.streams k WHERE k.id = w.memo;
      IF (w.digest IS NULL OR w.digest = w.memo_digest) AND split_part(answered[w.n], '-', 1) = ANY (own_names) THEN
        outcomes[w.n] := 'repeated';
        firsts[w.n] := w.first_revision;
        lasts[w.n] := w.last_revision;
        positions[w.n] := w.position;
      ELSE
        outcomes[w.n] := 'reused';
      END IF;
    ELSIF w.expected NOT IN (-2, heads[s]) THEN
      outcomes[w.n] := 'conflict';
      lasts[w.n] := heads[s];
    ELSE
      outcomes[w.n] := 'appended';
      IF ids[s] IS NULL THEN ids[s] := head.position + accepted + 1; END IF;
      category_ids[s] := own_ids[own];
      written[s] := true;
      firsts[w.n] := heads[s] + 1;
      heads[s] := heads[s] + w.count;
      lasts[w.n] := heads[s];
      accepted := accepted + w.count;
      positions[w.n] := head.position + accepted;
    END IF;
  END LOOP;

  IF accepted > 0 THEN
    UPDATE ledger.counter SET position = head.position + accepted, stored_at = now_stored;

    INSERT INTO ledger.streams AS s (id, name, revision)
      SELECT a.id, a.name, a.head FROM unnest(ids, names, heads, written) AS a(id, name, head, written) WHERE a.written
      ON CONFLICT (name) DO UPDATE SET revision = EXCLUDED.revision;

    INSERT INTO ledger.commands (tenant, command_id, stream, first_revision, last_revision, position, digest)
      SELECT a.tenant, a.command_id, ids[a.stream_of], a.first, a.last, a.position, a.digest
      FROM unnest(outcomes, tenants, command_ids, stream_of, firsts, lasts, positions, digests)
        AS a(outcome, tenant, command_id, stream_of, first, last, position, digest)
      WHERE a.outcome = 'appended';

    INSERT INTO ledger.events (position, stream, revision, category, schema_version, recorded_at, stored_at, event_id,
                               leaf_hash, type, data, metadata)
      SELECT positions[c] - (lasts[c] - firsts[c]) + (e.n - first_events[c]), ids[stream_of[c]],
             firsts[c] + (e.n - first_events[c]), category_ids[stream_of[c]], e.version, e.recorded, now_stored, e.event_id,
             e.leaf, e.type, e.data, e.metadata
      FROM (
        SELECT u.*, width_bucket(u.n, first_events) AS c
        FROM unnest(event_ids, types, versions, recorded, leaves, data, metadata) WITH ORDINALITY
          AS u(event_id, type, version, recorded, leaf, data, metadata, n)
      ) e
      WHERE outcomes[c] = 'appended';
    GET DIAGNOSTICS stored = ROW_COUNT;
    IF stored <> accepted OR next_event <> cardinality(event_ids) + 1 THEN
      RAISE EXCEPTION 'the arrays of an append do not fit each other' USING ERRCODE = 'invalid_parameter_value';
    END IF;

    PERFORM pg_notify('ledger', (head.position + accepted)::text);
  END IF;

  RETURN QUERY
    SELECT a.outcome, a.stream, a.first, a.last, a.position, head.epoch
    FROM unnest(outcomes, answered, firsts, lasts, positions) WITH ORDINALITY AS a(outcome, stream, first, last, position, n)
    ORDER BY a.n;
END $$;
`;
