const PINNED = `SECURITY DEFINER SET search_path = pg_catalog, pg_temp`;

/**
 * Every page is a short walk along an index, whatever the statistics say: on a ledger that grew since they were taken, the
 * planner would take the rest of a category for a few rows, and read and sort all of it for each page.
 */
const ALONG_INDEXES = `${PINNED} SET plan_cache_mode = force_custom_plan SET enable_seqscan = off SET enable_bitmapscan = off
  SET enable_sort = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off`;

const COLUMNS = `e.position, s.name, e.revision, e.event_id, e.type, e.schema_version, e.recorded_at, e.stored_at, e.leaf_hash,
    e.data, e.metadata`;

/** A page of events; its first row holds the head of the ledger as the page's snapshot sees it, the epoch in the stream's column. */
const PAGE = `TABLE ("position" bigint, stream text, revision bigint, event_id uuid, type text, schema_version integer,
    recorded_at timestamptz, stored_at timestamptz, leaf_hash bytea, data text, metadata text)`;

const HEAD_ROW = `RETURN QUERY SELECT k.position, k.epoch, NULL::bigint, NULL::uuid, NULL, NULL::integer, NULL::timestamptz,
    NULL::timestamptz, NULL::bytea, NULL, NULL FROM ledger.counter k;`;

/**
 * The ways to read, each with its check of \`session_user\`'s rights: that name is the role that logged in, whatever SET ROLE
 * says. They are STABLE, so that a page and its head row come from one snapshot.
 */
export const READ = `
CREATE FUNCTION ledger.may_read(name text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM ledger.rights r WHERE r.role = session_user AND (r.reads_all OR $1 = ANY (r.categories)))
$$;

CREATE FUNCTION ledger.demand_category(name text) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT ledger.may_read(name) THEN
    RAISE EXCEPTION 'role % may not read category %', session_user, name USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

CREATE FUNCTION ledger.demand_place(epoch text, after bigint) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE head ledger.counter;
BEGIN
  SELECT * INTO STRICT head FROM ledger.counter;
  IF head.epoch <> $1 OR head.position < $2 THEN
    RAISE EXCEPTION 'place %.% is not of this ledger, which stands at %.%', $1, $2, head.epoch, head.position
      USING ERRCODE = 'LD001';
  END IF;
END $$;

CREATE FUNCTION ledger.head(OUT epoch text, OUT "position" bigint) LANGUAGE sql STABLE ${PINNED} AS $$
  SELECT k.epoch, k.position FROM ledger.counter k
$$;

CREATE FUNCTION ledger.read_all(epoch text, after bigint, page integer) RETURNS ${PAGE} LANGUAGE plpgsql STABLE ${ALONG_INDEXES} AS $$
#variable_conflict use_column
BEGIN
  IF NOT EXISTS (SELECT FROM ledger.rights r WHERE r.role = session_user AND r.reads_all) THEN
    RAISE EXCEPTION 'role % may not read everything', session_user USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM ledger.demand_place($1, $2);
  ${HEAD_ROW}
  RETURN QUERY SELECT ${COLUMNS}
    FROM ledger.events e JOIN ledger.streams s ON s.id = e.stream
    WHERE e.position > $2 ORDER BY e.position LIMIT $3;
END $$;

CREATE FUNCTION ledger.read_categories(categories text[], epoch text, after bigint, page integer) RETURNS ${PAGE}
LANGUAGE plpgsql STABLE ${ALONG_INDEXES} AS $$
#variable_conflict use_column
BEGIN
  PERFORM ledger.demand_category(c) FROM unnest($1) c;
  PERFORM ledger.demand_place($2, $3);
  ${HEAD_ROW}
  RETURN QUERY SELECT ${COLUMNS}
    FROM (
      SELECT p.position
      FROM ledger.categories k CROSS JOIN LATERAL (
        SELECT i.position FROM ledger.events i WHERE i.category = k.id AND i.position > $3 ORDER BY i.position LIMIT $4
      ) p
      WHERE k.name = ANY ($1)
      ORDER BY p.position LIMIT $4
    ) p
    JOIN ledger.events e ON e.position = p.position
    JOIN ledger.streams s ON s.id = e.stream
    ORDER BY e.position;
END $$;

CREATE FUNCTION ledger.demand_stream(tenant text, stream_name text) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM ledger.demand_category(split_part($2, '-', 1));
  IF starts_with($2, split_part($2, '-', 1) || '-' || $1 || '.') IS NOT TRUE THEN
    RAISE EXCEPTION 'the stream is of another tenant' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN (SELECT s.id FROM ledger.streams s WHERE s.name = $2);
END $$;

CREATE FUNCTION ledger.read_stream(tenant text, stream_name text, first bigint, backward boolean, page integer) RETURNS ${PAGE}
LANGUAGE plpgsql STABLE ${ALONG_INDEXES} AS $$
#variable_conflict use_column
DECLARE wanted constant bigint := ledger.demand_stream($1, $2);
BEGIN
  ${HEAD_ROW}
  IF $4 THEN
    RETURN QUERY SELECT ${COLUMNS}
      FROM ledger.events e JOIN ledger.streams s ON s.id = e.stream
      WHERE e.stream = wanted AND e.revision <= $3 ORDER BY e.revision DESC LIMIT $5;
  ELSE
    RETURN QUERY SELECT ${COLUMNS}
      FROM ledger.events e JOIN ledger.streams s ON s.id = e.stream
      WHERE e.stream = wanted AND e.revision >= $3 ORDER BY e.revision LIMIT $5;
  END IF;
END $$;

CREATE FUNCTION ledger.follow_stream(tenant text, stream_name text, epoch text, after bigint, page integer) RETURNS ${PAGE}
LANGUAGE plpgsql STABLE ${ALONG_INDEXES} AS $$
#variable_conflict use_column
DECLARE wanted constant bigint := ledger.demand_stream($1, $2);
BEGIN
  PERFORM ledger.demand_place($3, $4);
  ${HEAD_ROW}
  RETURN QUERY SELECT ${COLUMNS}
    FROM ledger.events e JOIN ledger.streams s ON s.id = e.stream
    WHERE e.stream = wanted AND e.position > $4 ORDER BY e.revision LIMIT $5;
END $$;

CREATE FUNCTION ledger.find_command(tenant text, command_id uuid)
RETURNS TABLE (stream text, first_revision bigint, last_revision bigint, "position" bigint, digest bytea, epoch text)
LANGUAGE sql STABLE ${ALONG_INDEXES} AS $$
  SELECT s.name, m.first_revision, m.last_revision, m.position, m.digest, k.epoch
  FROM ledger.counter k, ledger.commands m JOIN ledger.streams s ON s.id = m.stream
  WHERE m.command_id = $2 AND m.tenant = $1 AND ledger.may_read(split_part(s.name, '-', 1))
$$;

-- Positions are dense and stored_at never falls along them: a search by halves needs no index by time.
CREATE FUNCTION ledger.cursor_at(instant timestamptz, OUT epoch text, OUT "position" bigint)
LANGUAGE plpgsql STABLE ${ALONG_INDEXES} AS $$
DECLARE
  low bigint := 0;
  high bigint;
  middle bigint;
BEGIN
  SELECT k.epoch, k.position INTO STRICT epoch, high FROM ledger.counter k;
  WHILE low < high LOOP
    middle := (low + high + 1) / 2;
    IF (SELECT e.stored_at < instant FROM ledger.events e WHERE e.position = middle) THEN
      low := middle;
    ELSE
      high := middle - 1;
    END IF;
  END LOOP;
  "position" := low;
END $$;
`;
