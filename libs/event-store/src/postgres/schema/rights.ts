/** What a service may execute; the tables themselves are nobody's but the owner's. */
export const SERVICE_FUNCTIONS = [
  'append(text[], text[], text[], integer[], uuid[], bytea[], bigint[], integer[], uuid[], text[], integer[], timestamptz[], bytea[], text[], text[])',
  'head()',
  'read_categories(text[], text, bigint, integer)',
  'read_stream(text, text, bigint, boolean, integer)',
  'follow_stream(text, text, text, bigint, integer)',
  'find_command(text, uuid)',
  'cursor_at(timestamptz)',
] as const;

/** For audit, and for the tailer of one machine. */
export const READ_ALL = 'read_all(text, bigint, integer)';

/** Functions are everybody's unless it is taken back; a restore begins a new epoch. */
export const RIGHTS = `
CREATE FUNCTION ledger.begin_epoch() RETURNS text LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  UPDATE ledger.counter SET epoch = left(replace(gen_random_uuid()::text, '-', ''), 12) RETURNING epoch
$$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA ledger FROM PUBLIC;
`;
