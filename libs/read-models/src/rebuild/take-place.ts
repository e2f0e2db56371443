import { pause } from '@ledgerdesk/kernel';
import type { EventStore } from '@ledgerdesk/event-store';
import type { PoolClient } from 'pg';
import { KeptRows } from '../runner/kept-rows.ts';
import { takeTurns } from '../table/create-table.ts';
import { AMONG_READERS, BEGIN_SWAP, isBusy } from '../table/swapping.ts';
import type { ViewTable } from '../table/view-table.ts';
import { RebuildRefusedError } from './errors.ts';
import type { Refill } from './refill.ts';
import { standOf } from './stand-of.ts';
import { swapRebuilt } from './swap-rebuilt.ts';

export interface TakePlaceOptions {
  readonly service: string;
  readonly eventStore: Pick<EventStore, 'head'>;
  readonly table: ViewTable;
  readonly rebuilt: ViewTable;
  readonly refill: Refill;
  /** Brings the rebuilt one near the other, while both go on. */
  readonly catchUp: () => Promise<void>;
  readonly signal: AbortSignal;
}

const TRIES = 30;
const PAUSE_MS = 1_000;

/** Puts the rebuilt table in the other's place, as soon as nobody is at it. @throws RebuildRefusedError */
export async function takePlace(client: PoolClient, options: TakePlaceOptions): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    options.signal.throwIfAborted();
    await options.catchUp();
    try {
      return await swap(client, options);
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      if (!isBusy(error)) throw error;
      if (tries === TRIES) {
        throw new RebuildRefusedError(
          `Somebody reads the view ${options.table.view.name} in a transaction that does not end: the rebuilt one could not take its place.`,
          { cause: error },
        );
      }
    }
    await pause(PAUSE_MS, options.signal);
  }
}

/** While it lasts, batches of the view wait, and then find the new table under the name of the old one. */
async function swap(client: PoolClient, options: TakePlaceOptions): Promise<void> {
  const { eventStore, table, refill } = options;
  await client.query(BEGIN_SWAP);
  await takeTurns(client);
  await new KeptRows(table).takeTurnAlone(client);
  await refill.to(await standOf(client, table, eventStore));
  await client.query(AMONG_READERS);
  await swapRebuilt(client, options);
  await client.query('COMMIT');
}
