import type { Query } from '@ledgerdesk/read-models';

/** Those of these persons that are known. */
export async function knownAmong(query: Query, persons: readonly string[]): Promise<readonly string[]> {
  const rows = await query<{ readonly id: string }>({
    name: 'known-person.among',
    text: 'SELECT id FROM known_person WHERE id = ANY ($1::text[]) AND registered',
    values: [persons],
  });
  return rows.map(({ id }) => id);
}
