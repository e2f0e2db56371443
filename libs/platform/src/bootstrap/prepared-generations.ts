import { pause } from '@ledgerdesk/kernel';
import { generationsOf, type FeedLogger } from '@ledgerdesk/messaging';
import type { Pool } from 'pg';
import type { Outlet } from './outlet.ts';

export interface PreparedGenerations {
  readonly service: string;
  readonly database: Pick<Pool, 'query'>;
  readonly logger: FeedLogger;
  /** That which needs no preparation: it is filled anyway. */
  readonly generation: string;
  readonly outletOf: (generation: string) => Outlet;
}

interface Tended {
  readonly stopping: AbortController;
  readonly done: Promise<void>;
}

/** How soon a process hears that an operator wants another generation, or one no more. */
const LOOK_MS = 2_000;

/**
 * Fills the generations that stand in the service's tables beside the one that is heard here: the next one, before anybody
 * hears it, and the one before, as long as somebody may. Until the signal says stop; never rejects.
 */
export async function tendPrepared(options: PreparedGenerations, signal: AbortSignal): Promise<void> {
  const tended = new Map<string, Tended>();
  while (!signal.aborted) {
    try {
      await tend(options, tended, signal);
    } catch (error) {
      options.logger.debug({ error }, 'It cannot be seen which generations there are');
    }
    await pause(LOOK_MS, signal);
  }
  await Promise.all([...tended.values()].map(({ done }) => done));
}

async function tend(
  { service, database, generation, outletOf }: PreparedGenerations,
  tended: Map<string, Tended>,
  signal: AbortSignal,
): Promise<void> {
  const found = await generationsOf(database, service);
  const wanted = new Set(found.filter(({ retiring }) => !retiring).map((each) => each.generation));
  wanted.delete(generation);
  for (const each of wanted) {
    if (tended.has(each)) continue;
    const stopping = new AbortController();
    tended.set(each, { stopping, done: outletOf(each).run(AbortSignal.any([signal, stopping.signal])) });
  }
  for (const [each, { stopping, done }] of tended) {
    if (wanted.has(each)) continue;
    stopping.abort();
    await done;
    tended.delete(each);
  }
}
