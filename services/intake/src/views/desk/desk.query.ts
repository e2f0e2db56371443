import type { Query } from '@ledgerdesk/read-models';
import type { DeskRow } from './desk.table.ts';

/** The desk under a key; asked among the rows of the reserved tenant. */
export async function deskUnder(query: Query, key: string): Promise<Pick<DeskRow, 'ownerId' | 'name'> | undefined> {
  const [found] = await query<Pick<DeskRow, 'ownerId' | 'name'>>({
    name: 'desk.under-key',
    text: 'SELECT owner_id AS "ownerId", name FROM desk WHERE id = $1 AND owner_id IS NOT NULL',
    values: [key],
  });
  return found;
}
