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
 * Gives a role exactly these rights on the keys; saying it again changes nothing. `admin` is the address of the keys'
 * database as its owner.
 */
export async function grantKeyRights(admin: string, role: string, { erase }: KeyRights): Promise<void> {
  const name = pg.escapeIdentifier(role);
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`GRANT USAGE ON SCHEMA keys TO ${name}`);
    for (const signature of FUNCTIONS) await client.query(`GRANT EXECUTE ON FUNCTION keys.${signature} TO ${name}`);
    await client.query(
      `${erase ? 'GRANT' : 'REVOKE'} EXECUTE ON FUNCTION keys.${ERASE} ${erase ? 'TO' : 'FROM'} ${name}`,
    );
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
