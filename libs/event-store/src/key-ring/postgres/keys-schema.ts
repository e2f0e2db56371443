import { CreateKeys1763942400000 } from './create-keys.ts';

/** The schema of keys, in a database of its own, for `migrate` of `@ledgerdesk/postgres`. */
export const keysSchema = { schema: 'keys', migrations: [CreateKeys1763942400000], oldestProgram: 1 };
