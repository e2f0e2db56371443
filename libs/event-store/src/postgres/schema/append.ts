/**
 * Appends the commands of a group, in one statement and one commit.
 *
 * The counter is locked in a statement of its own: each later statement's snapshot is taken after the lock was had, so it
 * sees all that the one before committed. Positions are therefore dense and become visible in their order. Conflicts,
 * repeats and forbidden categories are answered, not raised, one row a command in the order given; the commands of a group
 * are judged one after the other, so that several may concern one stream. Plans are made once and held to the indexes: one
 * that was made freely on an empty ledger halves throughput, and one for each call costs more than it finds.
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
SET jit = off
SET lock_timeout = '3s'
AS $$
#variable_conflict use_column
DECLARE
  commands constant integer := cardinality(command_ids);
  -- One dimension, counted from 1: with other bounds subscripts and unnest would not mean the same element.
  each_command constant text := '[1:' || cardinality(command_ids) || ']';
  h record;
  c record;
  s integer;
  own integer;
  next_event bigint := 1;
  accepted bigint := 0;
  stored bigint;
  stored_now timestamptz;
  -- Of each stream: its id, its revision so far, its category, and whether this group makes or moves it.
  ids bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(names)]);
  heads bigint[] := ids;
  kinds smallint[] := array_fill(NULL::smallint, ARRAY[cardinality(names)]);
  made boolean[] := array_fill(NULL::boolean, ARRAY[cardinality(names)]);
  makes boolean := false;
  moves boolean := false;
  -- Of each command: what to add to the number of one of its events to have its position and revision; null where it is not stored.
  to_position bigint[] := array_fill(NULL::bigint, ARRAY[commands]);
  to_revision bigint[] := to_position;
  firsts bigint[] := to_position;
  lasts bigint[] := to_position;
  positions bigint[] := to_position;
  first_events bigint[] := to_position;
BEGIN
  IF NOT coalesce(
    each_command = ALL (ARRAY[array_dims(command_ids), array_dims(categories), array_dims(tenants), array_dims(stream_of),
                              array_dims(digests), array_dims(expected), array_dims(counts)])
    AND array_dims(names) = '[1:' || cardinality(names) || ']'
    AND 1 <= ALL (stream_of) AND cardinality(names) >= ALL (stream_of) AND 1 <= ALL (counts) AND -2 <= ALL (expected), false)
  THEN
    RAISE EXCEPTION 'the arrays of an append do not fit each other' USING ERRCODE = 'invalid_parameter_value';
  END IF;

  -- No client holds the counter: one that stops inside a transaction of its own is put out.
  PERFORM set_config('idle_in_transaction_session_timeout', '2s', true);
  -- A table's lock is handed on in the order of asking. A row's goes to whoever comes by as it is let go: the next statement of
  -- a pipelined connection, again and again. No service has a right on this table, so none can hold it but in here.
  LOCK TABLE ledger.turn IN EXCLUSIVE MODE;
  SELECT k.epoch, k.position, k.stored_at, r.categories AS own_names, r.category_ids AS own_ids INTO STRICT h
    FROM ledger.counter k LEFT JOIN ledger.rights r ON r.role = session_user FOR UPDATE OF k;
  stored_now := greatest(h.stored_at, date_trunc('milliseconds', clock_timestamp()));
  epoch := h.epoch;

  FOR c IN
    SELECT u.n::integer, u.category, u.tenant, u.stream_of, u.digest, u.expected, u.count, t.id, t.revision,
           m.stream AS memo, m.position, m.first_revision, m.last_revision, m.digest AS memo_digest
    FROM unnest(categories, tenants, stream_of, command_ids, digests, expected, counts) WITH ORDINALITY
      AS u(category, tenant, stream_of, command_id, digest, expected, count, n)
    LEFT JOIN ledger.streams t ON t.name = names[u.stream_of]
    LEFT JOIN ledger.commands m ON m.command_id = u.command_id AND m.tenant = u.tenant
    ORDER BY u.n
  LOOP
    s := c.stream_of;
    IF heads[s] IS NULL THEN
      heads[s] := coalesce(c.revision, -1);
      ids[s] := c.id;
    END IF;
    own := array_position(h.own_names, c.category);
    stream := names[s];
    first_revision := NULL;
    last_revision := NULL;
    "position" := NULL;
    IF own IS NULL OR starts_with(names[s], c.category || '-' || c.tenant || '.') IS NOT TRUE THEN
      outcome := 'forbidden';
    ELSIF c.memo IS NOT NULL THEN
      SELECT t.name INTO STRICT stream FROM ledger.streams t WHERE t.id = c.memo;
      IF (c.digest IS NULL OR c.digest = c.memo_digest) AND split_part(stream, '-', 1) = ANY (h.own_names) THEN
        outcome := 'repeated';
        first_revision := c.first_revision;
        last_revision := c.last_revision;
        "position" := c.position;
      ELSE
        outcome := 'reused';
      END IF;
    ELSIF c.expected NOT IN (-2, heads[s]) THEN
      outcome := 'conflict';
      last_revision := heads[s];
    ELSE
      outcome := 'appended';
      IF ids[s] IS NULL THEN
        IF names[s] !~ '^[A-Za-z]+-tnt_[0-9a-z]{26}\\..' THEN
          RAISE EXCEPTION 'not a stream''s name: %', names[s] USING ERRCODE = 'check_violation';
        END IF;
        ids[s] := h.position + accepted + 1;
        made[s] := true;
        makes := true;
      ELSIF made[s] IS NULL THEN
        made[s] := false;
        moves := true;
      END IF;
      kinds[s] := h.own_ids[own];
      to_position[c.n] := h.position + accepted + 1 - next_event;
      to_revision[c.n] := heads[s] + 1 - next_event;
      firsts[c.n] := heads[s] + 1;
      heads[s] := heads[s] + c.count;
      lasts[c.n] := heads[s];
      accepted := accepted + c.count;
      positions[c.n] := h.position + accepted;
      first_revision := firsts[c.n];
      last_revision := heads[s];
      "position" := h.position + accepted;
    END IF;
    first_events[c.n] := next_event;
    next_event := next_event + c.count;
    RETURN NEXT;
  END LOOP;

  IF accepted > 0 THEN
    UPDATE ledger.counter SET position = h.position + accepted, stored_at = stored_now;

    IF makes THEN
      INSERT INTO ledger.streams (id, name, revision)
        SELECT a.id, a.name, a.head FROM unnest(ids, names, heads, made) AS a(id, name, head, made) WHERE a.made;
    END IF;
    IF moves THEN
      UPDATE ledger.streams t SET revision = a.head
        FROM unnest(ids, heads, made) AS a(id, head, made) WHERE NOT a.made AND t.id = a.id;
    END IF;

    INSERT INTO ledger.commands (tenant, command_id, stream, first_revision, last_revision, position, digest)
      SELECT a.tenant, a.command_id, ids[a.stream_of], a.first, a.last, a.position, a.digest
      FROM unnest(tenants, command_ids, stream_of, firsts, lasts, positions, digests)
        AS a(tenant, command_id, stream_of, first, last, position, digest)
      WHERE a.position IS NOT NULL;

    INSERT INTO ledger.events (position, stream, revision, category, schema_version, recorded_at, stored_at, event_id,
                               leaf_hash, type, data, metadata)
      SELECT to_position[e.c] + e.n, ids[stream_of[e.c]], to_revision[e.c] + e.n, kinds[stream_of[e.c]], e.version, e.recorded,
             stored_now, e.event_id, e.leaf, e.type, e.data, e.metadata
      FROM (
        SELECT u.*, width_bucket(u.n, first_events) AS c
        FROM unnest(event_ids, types, versions, recorded, leaves, data, metadata) WITH ORDINALITY
          AS u(event_id, type, version, recorded, leaf, data, metadata, n)
        OFFSET 0
      ) e
      WHERE to_position[e.c] IS NOT NULL;
    GET DIAGNOSTICS stored = ROW_COUNT;
    IF stored <> accepted OR next_event <> cardinality(event_ids) + 1 THEN
      RAISE EXCEPTION 'the arrays of an append do not fit each other' USING ERRCODE = 'invalid_parameter_value';
    END IF;

    PERFORM pg_notify('ledger', (h.position + accepted)::text);
  END IF;
END $$;
`;
