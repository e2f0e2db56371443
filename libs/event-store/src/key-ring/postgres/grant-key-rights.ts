import pg from 'pg';

/** What a role may do with the keys, beside getting and creating them. */
export interface KeyRights {
  /** For the role of `access` alone. */
  readonly erase: boolean;
}

const FUNCTIONS = [
  'tenant_key_of(text, text, bytea, bytea)',
  'subject_keys_of(text[], text[], uuid[], bytea[])',
  'keys_with_ids(text[], uuid[])',
];
const ERASE = 'erase_subject(text, text)';

/**
 * Gives a role exactly these rights on the keys, taking back what it had beside them; saying it again changes nothing.
 * `admin` is the address of the keys' database as its owner.
 */
export async function grantKeyRights(admin: string, role: string, { erase }: KeyRights): Promise<void> {
  const name = pg.escapeIdentifier(role);
  const client = new pg.Client({ connectionString: admin });
  // Without a listener the loss of an idle connection would end the process; the next statement says it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    // Two that grant at once take turns.
    await client.query('LOCK TABLE keys.migrations IN SHARE ROW EXCLUSIVE MODE');
    for (const what of ['SCHEMA', 'ALL TABLES IN SCHEMA', 'ALL FUNCTIONS IN SCHEMA']) {
      await client.query(`REVOKE ALL ON ${what} keys FROM ${name}`);
    }
    await client.query(`GRANT USAGE ON SCHEMA keys TO ${name}`);
    for (const signature of erase ? [...FUNCTIONS, ERASE] : FUNCTIONS) {
      await client.query(`GRANT EXECUTE ON FUNCTION keys.${signature} TO ${name}`);
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
