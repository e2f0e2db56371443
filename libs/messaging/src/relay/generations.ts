import type { TenantId } from '@ledgerdesk/kernel';
import type { ClientBase, Pool } from 'pg';
import type { Checkpoint } from '../port/feed.ts';

type Database = Pick<Pool | ClientBase, 'query'>;

/** That of the services' topics as they were first made: its relays bear the services' own names. */
const FIRST = '1';
/** A generation's name. */
export const GENERATION = /^[a-z0-9-]{1,32}$/;

/** Names a relay's checkpoint, for each generation one. */
export const relayName = (service: string, generation: string): string =>
  generation === FIRST ? service : `${service}.${generation}`;

/** No generation's name has a dot. */
export const clearRelayName = (service: string, tenant: TenantId): string => `${service}.clear.${tenant}`;

/** A generation that a service fills, and how far it has come. */
export interface RelayedGeneration {
  readonly generation: string;
  /** Undefined where it has not begun. */
  readonly checkpoint: Checkpoint | undefined;
  /** Whether a process leads it now. */
  readonly led: boolean;
  /** It is being taken away: nobody leads it any more. */
  readonly retiring: boolean;
}

const RETIRED = 'retired';

/** The generations that a service fills, by what stands in its tables. */
export async function generationsOf(database: Database, service: string): Promise<readonly RelayedGeneration[]> {
  const { rows } = await database.query<Row>(
    `SELECT name, holder, epoch, position::text, held_until > clock_timestamp() AS led FROM relay
     WHERE name = $1 OR starts_with(name, $1 || '.') ORDER BY name`,
    [service],
  );
  return rows.flatMap(({ name, holder, epoch, position, led }): readonly RelayedGeneration[] => {
    const generation = name === service ? FIRST : name.slice(service.length + 1);
    if (!GENERATION.test(generation)) return [];
    const checkpoint = epoch === null || position === null ? undefined : { epoch, position: BigInt(position) };
    const retiring = holder === RETIRED;
    return [{ generation, checkpoint, led: led && !retiring, retiring }];
  });
}

interface Row {
  readonly name: string;
  readonly holder: string;
  readonly epoch: string | null;
  readonly position: string | null;
  readonly led: boolean;
}

/** Has the service's processes fill a generation from the beginning, beside what else they fill. */
export async function prepareGeneration(database: Database, service: string, generation: string): Promise<void> {
  // Terms of a generation that was there before under this name are lower, whoever still believes in them.
  await database.query(
    `INSERT INTO relay (name, holder, term, held_until)
     VALUES ($1, 'nobody', (extract(epoch FROM clock_timestamp()) * 1000)::bigint, '-infinity')
     ON CONFLICT (name) DO NOTHING`,
    [relayName(service, generation)],
  );
}

/** Ends whoever leads it, and lets nobody lead it again: from now on nothing more is published there. */
export async function closeGeneration(database: Database, service: string, generation: string): Promise<void> {
  await database.query(`UPDATE relay SET holder = $2, term = term + 1, held_until = 'infinity' WHERE name = $1`, [
    relayName(service, generation),
    RETIRED,
  ]);
}

/** Forgets that there was such a generation. A process that is still told to write it begins it anew. */
export async function forgetGeneration(database: Database, service: string, generation: string): Promise<void> {
  await database.query('DELETE FROM relay WHERE name = $1', [relayName(service, generation)]);
}
