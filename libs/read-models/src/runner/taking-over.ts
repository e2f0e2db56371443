import { withBorrowed } from '@ledgerdesk/postgres';
import type { ClientBase, Pool, PoolClient } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeTurns } from '../table/create-table.ts';
import { AMONG_READERS, BEGIN_SWAP, isBusy } from '../table/swapping.ts';
import { swapVersion } from '../table/swap-version.ts';
import { tableOf, type ViewTable } from '../table/view-table.ts';
import { standsOf } from './checkpoints.ts';
import { asFarAs, type Stands } from './filled.ts';
import { takeTurnAloneAt } from './kept-rows.ts';

export interface TakingOverOptions {
  readonly service: string;
  readonly table: ViewTable;
  readonly database: Pool;
  /** The version that queries see. @throws SupersededConsumerError where it is a newer one */
  readonly shown: (client: Pool | PoolClient) => Promise<number | undefined>;
}

/** For so long the older version stands still at the most, so that the new one can take what it has not yet. */
const CATCH_UP_MS = 2000;
const LOOK_EVERY_MS = 20;

/**
 * Shows queries a view's new version in the place of an older one, which others may still keep: no query sees less after the
 * swap than before. While the older one moves, a new one that keeps pace is mostly a batch behind it; so the last step is taken
 * while the older one stands still.
 */
export class TakingOver {
  /** Where the older one stood when it was looked last. */
  private stood: Stands | undefined;

  constructor(private readonly options: TakingOverOptions) {}

  /**
   * Answers whether queries see the new one now. Until it has come as far as the older one was at the try before, nobody is
   * held up. @throws SupersededConsumerError
   */
  async attempt(): Promise<boolean> {
    const { database, table, shown } = this.options;
    const version = await shown(database);
    if (version === table.view.version) return true;
    const older = await this.standsOf(database, version);
    const isNear = asFarAs(this.stood ?? older)(await standsOf(database, table.view));
    this.stood = older;
    if (!isNear) return false;
    try {
      return await withBorrowed(database, (client) => this.swap(client));
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
  }

  /** While it lasts, batches of the older version wait, and then find themselves superseded. Those of the new one go on. */
  private async swap(client: PoolClient): Promise<boolean> {
    const { table, service, shown } = this.options;
    await client.query(BEGIN_SWAP);
    // Before anything else is held: whoever has the turn waits for those who hold this view's tables.
    await takeTurns(client);
    const version = await shown(client);
    let isShown = version === table.view.version;
    if (!isShown) {
      if (version !== undefined) await takeTurnAloneAt(client, tableOf(table.name, version));
      isShown = await this.catchesUp(client, await this.standsOf(client, version));
      await client.query(AMONG_READERS);
      if (isShown) await swapVersion(client, table, service);
    }
    await client.query('COMMIT');
    return isShown;
  }

  private async catchesUp(client: PoolClient, older: Stands): Promise<boolean> {
    const isFilled = asFarAs(older);
    const late = AbortSignal.timeout(CATCH_UP_MS);
    for (;;) {
      if (isFilled(await standsOf(client, this.options.table.view))) return true;
      if (late.aborted) return false;
      await sleep(LOOK_EVERY_MS);
    }
  }

  private async standsOf(client: Pick<Pool | ClientBase, 'query'>, version: number | undefined): Promise<Stands> {
    return version === undefined ? new Map() : standsOf(client, { name: this.options.table.view.name, version });
  }
}
