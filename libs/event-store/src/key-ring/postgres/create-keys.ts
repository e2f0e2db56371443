import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
CREATE TABLE tenant_key (
  tenant_id text PRIMARY KEY,
  master_key_id text NOT NULL,
  wrapped_key bytea NOT NULL,
  wrapped_naming_key bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE subject_key (
  key_id uuid PRIMARY KEY,
  tenant_id text NOT NULL,
  subject text NOT NULL,
  wrapped_key bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, subject)
);`;

/**
 * Each is one statement to its caller. Who creates offers keys of its own making; of two offers at once the first stands,
 * and both callers are answered with it: the SELECT is a statement of its own, so it sees what the INSERT waited for.
 * Plans are made anew because the arrays' lengths decide them.
 */
const FUNCTIONS = `
CREATE FUNCTION tenant_key_of(tenant text, master_key text, key bytea, naming_key bytea)
RETURNS TABLE (master_key_id text, wrapped_key bytea, wrapped_naming_key bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  INSERT INTO keys.tenant_key (tenant_id, master_key_id, wrapped_key, wrapped_naming_key)
  SELECT tenant, master_key, key, naming_key
  WHERE NOT EXISTS (SELECT FROM keys.tenant_key k WHERE k.tenant_id = tenant)
  ON CONFLICT (tenant_id) DO NOTHING;
  RETURN QUERY SELECT k.master_key_id, k.wrapped_key, k.wrapped_naming_key FROM keys.tenant_key k WHERE k.tenant_id = tenant;
END $$;

CREATE FUNCTION subject_keys_of(tenants text[], subjects text[], ids uuid[], keys bytea[])
RETURNS TABLE (tenant_id text, subject text, key_id uuid, wrapped_key bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
BEGIN
  -- In order, so that two batches never wait for each other in a circle.
  INSERT INTO keys.subject_key (tenant_id, subject, key_id, wrapped_key)
  SELECT w.tenant_id, w.subject, w.key_id, w.wrapped_key
  FROM unnest(tenants, subjects, ids, keys) AS w (tenant_id, subject, key_id, wrapped_key)
  WHERE NOT EXISTS (SELECT FROM keys.subject_key k WHERE k.tenant_id = w.tenant_id AND k.subject = w.subject)
  ORDER BY w.tenant_id, w.subject
  ON CONFLICT (tenant_id, subject) DO NOTHING;
  RETURN QUERY SELECT k.tenant_id, k.subject, k.key_id, k.wrapped_key
  FROM unnest(tenants, subjects) AS w (tenant_id, subject)
  JOIN keys.subject_key k ON k.tenant_id = w.tenant_id AND k.subject = w.subject;
END $$;

CREATE FUNCTION keys_with_ids(tenants text[], ids uuid[])
RETURNS TABLE (tenant_id text, subject text, key_id uuid, wrapped_key bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT k.tenant_id, k.subject, k.key_id, k.wrapped_key
  FROM unnest(tenants, ids) AS w (tenant_id, key_id)
  JOIN keys.subject_key k ON k.key_id = w.key_id AND k.tenant_id = w.tenant_id;
END $$;

CREATE FUNCTION erase_subject(tenant text, erased text) RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM keys.subject_key WHERE tenant_id = tenant AND subject = erased RETURNING key_id
$$;`;

/** Functions are everybody's unless it is taken back. */
const RIGHTS = `
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA keys FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA keys FROM PUBLIC;`;

/** Release 1 of the schema of keys. */
export class CreateKeys1763942400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, FUNCTIONS, RIGHTS]) await runner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Keys are not undone: with them goes what they sealed.'));
  }
}
