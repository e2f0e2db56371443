import { CreateLedger1763942400000 } from './create-ledger.ts';

/** The ledger's own schema, for `migrate` of `@ledgerdesk/postgres`. */
export const ledgerSchema = { schema: 'ledger', migrations: [CreateLedger1763942400000], oldestProgram: 1 };
