import type { TenantId } from '@ledgerdesk/kernel';
import { borrow } from '@ledgerdesk/postgres';
import type { Pool } from 'pg';
import { inOneWrite } from '../database/in-one-write.ts';
import type { Query, Statement } from '../port/views.ts';
import { ALL_TENANTS } from '../table/create-table.ts';
import { ReadTransaction } from './read-transaction.ts';
import { unavailable } from './unavailable.ts';

/** Runs queries in one read-only transaction among one tenant's rows. @throws UnavailableError */
export async function readOnly<Result>(
  database: Pool,
  tenant: TenantId,
  work: (query: Query) => Promise<Result>,
): Promise<Result> {
  const connection = await connectedFor(tenant, database);
  const { transaction, result } = inOneWrite(connection.client, () => {
    const begun = new ReadTransaction(connection, tenant);
    return { transaction: begun, result: workedOff(work, begun.query) };
  });
  try {
    return await result;
  } finally {
    transaction.end();
  }
}

/** Runs statements of which none waits for another: beginning, statements and end travel as one. @throws UnavailableError */
export async function readAllOnly(
  database: Pool,
  tenant: TenantId,
  statements: readonly Statement[],
): Promise<readonly (readonly object[])[]> {
  const connection = await connectedFor(tenant, database);
  return inOneWrite(connection.client, () => {
    const transaction = new ReadTransaction(connection, tenant);
    const answers = Promise.all(statements.map((statement) => transaction.query<object>(statement)));
    transaction.end();
    return answers;
  });
}

/** A throw is a rejection, wherever it comes from. */
async function workedOff<Result>(work: (query: Query) => Promise<Result>, query: Query): Promise<Result> {
  return work(query);
}

function connectedFor(tenant: TenantId, database: Pool): ReturnType<typeof borrow> {
  if ((tenant as string) === ALL_TENANTS) throw new Error('Nobody may read the rows of all tenants');
  return borrow(database).catch(unavailable);
}
