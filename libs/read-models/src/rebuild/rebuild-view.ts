import type { EventStore, KeyRing } from '@ledgerdesk/event-store';
import { CatchUp, FeedMapping, PageMaker, type FeedLogger, type PublishedCategory } from '@ledgerdesk/messaging';
import { borrow } from '@ledgerdesk/postgres';
import type { Pool, PoolClient } from 'pg';
import type { View } from '../port/view.ts';
import { ViewConsumer } from '../runner/view-consumer.ts';
import { claimRebuild, endRebuild } from '../table/rebuilt-version.ts';
import { viewTableOf, type ViewTable } from '../table/view-table.ts';
import type { Comparison } from './comparison.ts';
import { compareAtOnePlace } from './compare-at-one-place.ts';
import { RebuildRefusedError } from './errors.ts';
import { beginRebuilt, dropRebuilt, rebuiltTableOf } from './rebuilt-table.ts';
import { Refill } from './refill.ts';
import { standOf } from './stand-of.ts';
import { takePlace } from './take-place.ts';

export interface RebuildOptions {
  /** The service's name. */
  readonly service: string;
  /** As this program, and the service that runs, declare it. */
  readonly view: View;
  /**
   * The service's read database as its own role, made as its services' is and patient: `readPool` with an `answerTimeoutMs` of
   * hours. Four connections are used.
   */
  readonly database: Pool;
  readonly keyRing: Pick<KeyRing, 'find'>;
  /** With the right to read the view's topics. */
  readonly eventStore: Pick<EventStore, 'head' | 'readAll'>;
  /** What all services publish. */
  readonly published: readonly PublishedCategory[];
  readonly logger: FeedLogger;
  /** Gives up: what queries see stays what it was. */
  readonly signal: AbortSignal;
  /** Whether the one that queries see stays in any case. */
  readonly compareOnly: boolean;
  readonly onProgress: (progress: Rebuilding) => void;
}

/** How far a rebuild is. */
export interface Rebuilding {
  readonly step: 'filling' | 'comparing' | 'swapping';
  /** Up to which position of the ledger it has read. */
  readonly read: bigint;
  /** As far as the view that queries see has come. */
  readonly total: bigint;
}

/** What became of a rebuild. */
export interface Rebuilt {
  readonly comparison: Comparison;
  /** Whether queries see the rebuilt one now. */
  readonly swapped: boolean;
}

/** Somebody has written meanwhile: what came last is small enough to be taken while the others wait. */
const NEAR = 1000n;
const BATCH_SIZE = 2000;

/**
 * Fills a view a second time beside the one that queries see, from the ledger, compares the two where they have heard the same
 * events, and puts the new one in the other's place. Services run on, and know of nothing.
 * @throws RebuildRefusedError
 */
export async function rebuildView(options: RebuildOptions): Promise<Rebuilt> {
  const table = viewTableOf(options.view);
  const own = await borrow(options.database);
  let fault: Error | undefined;
  try {
    if (!(await claimRebuild(own.client, table))) {
      throw new RebuildRefusedError(
        `The view ${table.view.name} is being rebuilt already, or its service just starts.`,
      );
    }
    return await rebuildAs(own.client, table, options);
  } catch (error) {
    fault = error as Error;
    throw error;
  } finally {
    // A session that is gone holds nothing.
    await endRebuild(own.client, table).catch((error: Error) => void (fault ??= error));
    own.giveBack(fault);
  }
}

async function rebuildAs(client: PoolClient, table: ViewTable, options: RebuildOptions): Promise<Rebuilt> {
  const { service, eventStore, compareOnly, onProgress } = options;
  const rebuilt = rebuiltTableOf(table);
  const stand = () => standOf(client, table, eventStore);
  await stand();
  await beginRebuilt(client, rebuilt, service);
  let swapped = false;
  try {
    const progress: { step: Rebuilding['step']; total: bigint } = { step: 'filling', total: 0n };
    const refill = refillOf(rebuilt, options, (read) => onProgress({ ...progress, read }));
    const catchUp = async (): Promise<void> => {
      for (let moved = NEAR; moved >= NEAR;) {
        const heard = await stand();
        progress.total = heard.farthest;
        moved = await refill.to(heard);
      }
    };
    await catchUp();
    await client.query(`ANALYZE ${rebuilt.table}`);
    progress.step = 'comparing';
    const comparison = await compareAtOnePlace({ ...options, table, rebuilt, refill });
    if (compareOnly) return { comparison, swapped };
    progress.step = 'swapping';
    await takePlace(client, { ...options, table, rebuilt, refill, catchUp });
    swapped = true;
    return { comparison, swapped };
  } finally {
    // Where that fails too, the next one does it.
    if (!swapped)
      await client
        .query('ROLLBACK')
        .then(() => dropRebuilt(client, rebuilt, service))
        .catch(() => undefined);
  }
}

function refillOf(rebuilt: ViewTable, options: RebuildOptions, onRead: (position: bigint) => void): Refill {
  const { service, view, database, keyRing, eventStore, published, logger, signal } = options;
  const consumer = new ViewConsumer({
    service,
    table: rebuilt,
    database,
    keyRing,
    logger,
    // Not to be shown when it has been filled: it is compared first.
    shown: true,
    onCommit: () => undefined,
  });
  const catchUp = new CatchUp({
    eventStore,
    pages: new PageMaker(new FeedMapping(published)),
    topics: consumer.topics,
    batchSize: BATCH_SIZE,
  });
  return new Refill({ view: view.name, consumer, catchUp, signal, onRead });
}
