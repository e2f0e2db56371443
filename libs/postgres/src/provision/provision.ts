import pg from 'pg';

/** A role of a service: may log in, owns nothing that it was not given. */
export interface ServiceRole {
  readonly name: string;
  readonly password: string;
}

const SETTINGS = {
  lock_timeout: '10s',
  statement_timeout: '60s',
  idle_in_transaction_session_timeout: '30s',
  TimeZone: 'UTC',
  DateStyle: 'ISO',
};

/** Runs `work` with a connection, and closes it. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // Without a listener the loss of an idle connection would end the process; the next statement says it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Makes the role where it is missing, and gives it this password. It waits for no lock longer than 10 s, holds none while idle,
 * and is not kept busy by a statement whose client is gone; times leave the server in a form that needs no calendar to read.
 * What a connection asks for on its way in goes before.
 */
export async function ensureRole(admin: pg.Client, { name, password }: ServiceRole): Promise<void> {
  const role = pg.escapeIdentifier(name);
  const { rowCount } = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  // Whoever is no superuser may hand nothing over to a role that they are not a member of.
  await admin.query(`SET createrole_self_grant = 'set, inherit'`);
  // Nor may they name the rights of a superuser, not even to deny them; a new role has none.
  await admin.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
  for (const [setting, value] of Object.entries(SETTINGS)) {
    await admin.query(`ALTER ROLE ${role} SET ${setting} = ${pg.escapeLiteral(value)}`);
  }
}

/** Makes the database where it is missing; only roles that are let in may connect. */
export async function ensureDatabase(admin: pg.Client, name: string): Promise<void> {
  const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (!rowCount) await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  await admin.query(`REVOKE ALL ON DATABASE ${pg.escapeIdentifier(name)} FROM PUBLIC`);
}

/** Lets a role connect to a database. */
export async function admit(admin: pg.Client, database: string, role: string): Promise<void> {
  await admin.query(`GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${pg.escapeIdentifier(role)}`);
}

/** Makes a schema that the role owns, first in its search path in this database. */
export async function ensureOwnSchema(admin: pg.Client, database: string, schema: string, role: string): Promise<void> {
  const [owner, name] = [pg.escapeIdentifier(role), pg.escapeIdentifier(schema)];
  const { rows } = await admin.query<{ found: boolean }>('SELECT to_regnamespace($1) IS NOT NULL AS found', [schema]);
  if (!rows[0]?.found) await admin.query(`CREATE SCHEMA ${name}`);
  await admin.query(`ALTER SCHEMA ${name} OWNER TO ${owner}`);
  await admin.query(`ALTER ROLE ${owner} IN DATABASE ${pg.escapeIdentifier(database)} SET search_path = ${name}`);
}
