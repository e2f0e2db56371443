import { InMemoryKeyRing, sealValue, type SubjectKey } from '@ledgerdesk/event-store';
import { tickets } from '@ledgerdesk/contracts';
import { newId, type TenantId } from '@ledgerdesk/kernel';
import type { Sealing } from './ticket-life.ts';

const PLAIN = tickets.ReplyPostedPersonal.encode({
  body: {
    format: 'text',
    content: 'The printer on the second floor prints everything twice since this morning. '.repeat(4),
  },
}).finish();

const SUBJECT = newId('psn');

/** Seals one value per event under a subject's key, as the command handler does. */
export const sealed =
  (key: SubjectKey): Sealing =>
  (eventId) => ({
    sealed: [{ ...sealValue(PLAIN, [key], { eventId, schemaVersion: 1, subject: SUBJECT }) }],
  });

/** The same bytes without the work: what the reference inserts. */
export function sealedBefore(key: SubjectKey): Sealing {
  const once = sealed(key)('7d444840-9dc0-51d1-b245-5ffdce74fad2');
  return () => once;
}

/** A subject's key, and a ring that knows it. */
export async function subjectKey(
  tenant: TenantId = newId('tnt'),
): Promise<{ readonly keyRing: InMemoryKeyRing; readonly key: SubjectKey }> {
  const keyRing = new InMemoryKeyRing();
  return { keyRing, key: (await keyRing.keysFor(tenant, [SUBJECT])).get(SUBJECT)! };
}
