import { pause } from '@ledgerdesk/kernel';
import { placeOf, type Cursor, type Place } from '../port/cursor.ts';
import { BusyError, UnavailableError } from '../port/errors.ts';
import type { Batch, Filter, SubscribeOptions } from '../port/event-store.ts';

/** Reads the next events after a place. */
export interface PageReader {
  page(filter: Filter, after: Cursor | 'start', limit: number): Promise<Batch>;
}

/** Knows when the ledger has grown. */
export interface Watch {
  /** Resolves when the ledger may stand elsewhere than at this place, or the signal says stop. */
  movedFrom(place: Place, signal: AbortSignal): Promise<void>;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

/**
 * Reads page after page, and waits at the head. The place is kept here and moves only with what was handed out, so an outage
 * neither loses nor repeats. Nothing is read before it is asked for.
 */
export async function* follow(
  { reader, watch }: { readonly reader: PageReader; readonly watch: Watch },
  filter: Filter,
  { after, signal, batchSize }: Required<SubscribeOptions>,
): AsyncGenerator<Batch> {
  let place: Cursor | 'start' = after;
  while (!signal.aborted) {
    const batch = await pageThroughOutages(() => reader.page(filter, place, batchSize), signal);
    if (!batch || signal.aborted) return;
    const moved = batch.cursor !== place;
    place = batch.cursor;
    if (moved) yield batch;
    if (batch.events.length < batchSize) await watch.movedFrom(placeOf(place), signal);
  }
}

async function pageThroughOutages(page: () => Promise<Batch>, signal: AbortSignal): Promise<Batch | undefined> {
  for (let ms = FIRST_PAUSE_MS; !signal.aborted; ms = Math.min(ms * 2, LONGEST_PAUSE_MS)) {
    try {
      return await page();
    } catch (error) {
      if (!(error instanceof UnavailableError || error instanceof BusyError)) throw error;
      await pause(ms, signal);
    }
  }
  return undefined;
}
