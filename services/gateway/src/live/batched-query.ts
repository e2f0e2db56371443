import type { TenantId } from '@ledgerdesk/kernel';
import type { Query, Statement, Views } from '@ledgerdesk/read-models';

interface Asked {
  readonly statement: Statement;
  readonly answer: (rows: readonly object[]) => void;
  readonly fail: (error: unknown) => void;
}

/** Runs what the resolvers of one operation ask in the same turn in one transaction: one way to the database and back. */
export function batchedQuery(views: Views, tenant: TenantId): Query {
  let asked: Asked[] = [];
  const run = async (): Promise<void> => {
    const batch = asked;
    asked = [];
    try {
      const statements = batch.map(({ statement }) => statement);
      const answers = await views.readAll(tenant, statements);
      for (const [index, { answer }] of batch.entries()) answer(answers[index] ?? []);
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  };
  return <Row extends object>(statement: Statement) =>
    new Promise<readonly Row[]>((resolve, fail) => {
      asked.push({ statement, answer: (rows) => resolve(rows as readonly Row[]), fail });
      // After the promises that are settled now, whose resolvers may ask as well.
      if (asked.length === 1) void Promise.resolve().then(() => process.nextTick(() => void run()));
    });
}
