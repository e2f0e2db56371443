import pg from 'pg';
import { READ_ALL, SERVICE_FUNCTIONS } from './rights.ts';

/** What a role may do with the ledger. */
export interface LedgerRights {
  /** Appends to these and reads them; no others. */
  readonly categories: readonly string[];
  /** Reads everything: audit, and the tailer of one machine. */
  readonly readAll?: boolean;
}

/**
 * Gives a role exactly these rights on the ledger, taking back what it had beside them; saying it again changes nothing.
 * `admin` is the address of the ledger's database as its owner.
 */
export async function grantLedgerRights(admin: string, role: string, rights: LedgerRights): Promise<void> {
  const client = new pg.Client({ connectionString: admin });
  // Without a listener the loss of an idle connection would end the process; the next statement says it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    // Two that grant at once take turns.
    await client.query('LOCK TABLE ledger.rights IN SHARE ROW EXCLUSIVE MODE');
    await storeRights(client, role, rights);
    await grantExecute(client, pg.escapeIdentifier(role), rights);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

async function storeRights(
  client: pg.Client,
  role: string,
  { categories, readAll = false }: LedgerRights,
): Promise<void> {
  await client.query(
    `INSERT INTO ledger.categories (name) SELECT c FROM unnest($1::text[]) c
     WHERE NOT EXISTS (SELECT FROM ledger.categories k WHERE k.name = c)`,
    [categories],
  );
  await client.query(
    `INSERT INTO ledger.rights AS r (role, categories, category_ids, reads_all)
     SELECT $1, coalesce(array_agg(k.name ORDER BY k.id), '{}'), coalesce(array_agg(k.id ORDER BY k.id), '{}'), $3
     FROM ledger.categories k WHERE k.name = ANY ($2::text[])
     ON CONFLICT (role) DO UPDATE SET categories = EXCLUDED.categories, category_ids = EXCLUDED.category_ids,
       reads_all = EXCLUDED.reads_all`,
    [role, categories, readAll],
  );
}

async function grantExecute(client: pg.Client, role: string, { readAll = false }: LedgerRights): Promise<void> {
  for (const what of ['SCHEMA', 'ALL TABLES IN SCHEMA', 'ALL FUNCTIONS IN SCHEMA']) {
    await client.query(`REVOKE ALL ON ${what} ledger FROM ${role}`);
  }
  await client.query(`GRANT USAGE ON SCHEMA ledger TO ${role}`);
  for (const name of readAll ? [...SERVICE_FUNCTIONS, READ_ALL] : SERVICE_FUNCTIONS) {
    await client.query(`GRANT EXECUTE ON FUNCTION ledger.${name} TO ${role}`);
  }
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const database = pg.escapeIdentifier(rows[0]!.name);
  // No session of a service holds up the others, nor waits for ever, whatever it does beside the functions.
  for (const setting of ["idle_in_transaction_session_timeout = '10s'", "lock_timeout = '3s'"]) {
    await client.query(`ALTER ROLE ${role} IN DATABASE ${database} SET ${setting}`);
  }
}
