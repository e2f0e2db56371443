import { admit } from '@ledgerdesk/postgres';
import type pg from 'pg';
import { using } from '../reckoning/using.ts';

const LEDGER = 'ledgerdesk_ledger';
const COPY = 'ledgerdesk_ledger_copy';
const LOST = 'ledgerdesk_ledger_lost';

/** A copy of the ledger as it is now, beside it. Nobody is let into the ledger while it is made. */
export const copyLedger = (data: string): Promise<void> =>
  using(data, 'postgres', (client) =>
    alone(client, async () => {
      await client.query(`CREATE DATABASE ${COPY} TEMPLATE ${LEDGER}`);
    }),
  );

/** Puts the copy back in the ledger's place, as the guide says: it is another ledger already when the first one is let in. */
export async function putBack(data: string): Promise<void> {
  await using(data, COPY, (client) => client.query('SELECT ledger.begin_epoch()'));
  await using(data, 'postgres', async (client) => {
    const { rows } = await client.query<{ rolname: string }>(
      `SELECT rolname FROM pg_roles WHERE has_database_privilege(rolname, $1, 'CONNECT')
         AND rolcanlogin AND NOT rolsuper AND rolname LIKE 'ledgerdesk\\_%'`,
      [LEDGER],
    );
    await alone(client, async () => {
      await client.query(`ALTER DATABASE ${LEDGER} RENAME TO ${LOST}`);
      await client.query(`ALTER DATABASE ${COPY} RENAME TO ${LEDGER}`);
      await client.query(`REVOKE ALL ON DATABASE ${LEDGER} FROM PUBLIC`);
      for (const { rolname } of rows) await admit(client, LEDGER, rolname);
    });
  });
}

/** Does something while nobody is in the ledger. */
async function alone(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query(`ALTER DATABASE ${LEDGER} ALLOW_CONNECTIONS false`);
  try {
    await client.query('SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = $1', [LEDGER]);
    await work();
  } finally {
    await client.query(`ALTER DATABASE ${LEDGER} ALLOW_CONNECTIONS true`);
  }
}
