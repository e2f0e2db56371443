import { RESERVED_TENANT } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';
import type { WiredService } from './wire-service.ts';

/** Something that a service cannot do without, and how it is found out whether it is there. */
export interface Check {
  readonly name: string;
  readonly look: () => Promise<unknown>;
}

/** What came of a look; a fault in words that tell nothing of what lies behind. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly fault?: string;
}

/** A look that takes longer has not found it. */
const PATIENCE_MS = 2_000;

/** The databases without which a service answers nothing. Kafka is not among them: without it, only news is late. */
export const checksOf = ({ runtime: { eventStore, keyRing, database } }: WiredService): readonly Check[] => [
  { name: 'ledger', look: () => eventStore.head() },
  { name: 'read database', look: () => database.query('SELECT') },
  // A key that nobody has, so that no cache answers for the database.
  { name: 'key database', look: () => keyRing.find(RESERVED_TENANT, [randomUUID()]) },
];

export const lookAt = (checks: readonly Check[]): Promise<readonly Finding[]> => Promise.all(checks.map(find));

async function find({ name, look }: Check): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve({ name, ok: false, fault: `no answer within ${PATIENCE_MS} ms` }), PATIENCE_MS);
  });
  const found = look().then(
    (): Finding => ({ name, ok: true }),
    (error: unknown): Finding => ({
      name,
      ok: false,
      fault: String((error as { code?: unknown }).code ?? 'unavailable'),
    }),
  );
  return Promise.race([found, late]).finally(() => clearTimeout(timer));
}
