import { pause } from '@ledgerdesk/kernel';
import { generationsOf, type FeedLogger, type Relay } from '@ledgerdesk/messaging';
import type { Pool } from 'pg';
import type { Outlet } from './outlet.ts';

export interface PreparedGenerationsOptions {
  readonly service: string;
  readonly database: Pick<Pool, 'query'>;
  readonly logger: FeedLogger;
  /** That which needs no preparation: it is filled anyway. */
  readonly generation: string;
  readonly outletOf: (generation: string) => Outlet;
}

interface Tended {
  readonly relay: Relay;
  readonly stopping: AbortController;
  readonly done: Promise<void>;
}

/** How soon a process hears that an operator wants another generation, or one no more. */
const LOOK_MS = 2_000;

/**
 * Fills the generations that stand in the service's tables beside the one that is heard here: the next one, before anybody
 * hears it, and the one before, as long as somebody may.
 */
export class PreparedGenerations {
  private readonly tended = new Map<string, Tended>();

  constructor(private readonly options: PreparedGenerationsOptions) {}

  /** Those of the generations that are being filled. */
  get relays(): readonly Relay[] {
    return [...this.tended.values()].map(({ relay }) => relay);
  }

  /** Until the signal says stop; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.tend(signal);
      } catch (error) {
        this.options.logger.debug({ error }, 'It cannot be seen which generations there are');
      }
      await pause(LOOK_MS, signal);
    }
    await Promise.all([...this.tended.values()].map(({ done }) => done));
  }

  private async tend(signal: AbortSignal): Promise<void> {
    const { service, database, generation, outletOf } = this.options;
    const { tended } = this;
    const found = await generationsOf(database, service);
    const wanted = new Set(found.filter(({ retiring }) => !retiring).map((each) => each.generation));
    wanted.delete(generation);
    for (const each of wanted) {
      if (tended.has(each)) continue;
      const stopping = new AbortController();
      const outlet = outletOf(each);
      const done = outlet.run(AbortSignal.any([signal, stopping.signal]));
      tended.set(each, { relay: outlet.relay, stopping, done });
    }
    for (const [each, { stopping, done }] of tended) {
      if (wanted.has(each)) continue;
      stopping.abort();
      await done;
      tended.delete(each);
    }
  }
}
