import { pause, type TenantId } from '@ledgerdesk/kernel';
import { cursorOf, placeOf, type Batch, type EventStore, type Place } from '@ledgerdesk/event-store';
import type { Pool } from 'pg';
import { assertOfLedger, type Keeper } from '../delivery/assert-of-ledger.ts';
import { pauseAfter, type BackOff } from '../delivery/back-off.ts';
import { FeedMapping } from '../publishing/feed-mapping.ts';
import { isForGood, reasonOf } from '../delivery/fault.ts';
import type { FeedLogger } from '../delivery/health.ts';
import type { PlacedEvent, Publisher } from '../port/publisher.ts';
import type { PublishedCategory } from '../port/publishing.ts';
import { LeaseLostError } from './errors.ts';
import { relayLag, type RelayLag } from './relay-lag.ts';
import { RelayTable, type Lead } from './relay-table.ts';

export interface RelayOptions {
  /** Immutable: names its checkpoint. A service has one relay. */
  readonly name: string;
  /** Of this process: none has it twice. */
  readonly holder: string;
  /** As the service's own role, which reads its own categories. */
  readonly eventStore: EventStore;
  readonly published: readonly PublishedCategory[];
  /** Whose events it brings; by default everybody's. */
  readonly tenant?: TenantId;
  /** Nothing from before this place is brought any more; by default everything is. */
  readonly notBefore?: () => Promise<Place>;
  /** It leads only where its row is there, and makes none: somebody prepares it, and may take it away again. */
  readonly whilePrepared?: boolean;
  readonly publisher: Publisher;
  /** The service's own, its schema first in the search path; see `relayMigrations`. */
  readonly database: Pick<Pool, 'query'>;
  readonly logger: FeedLogger;
  readonly backOff?: BackOff;
  /** How long the lead outlives its holder. */
  readonly leaseMs?: number;
  readonly batchSize?: number;
  /** What to do where its checkpoint is of another ledger. */
  readonly repair?: string;
}

/** How a relay is doing. */
export interface RelayHealth {
  readonly leads: boolean;
  /** Up to where the ledger is relayed, as far as this process knows. */
  readonly position?: bigint;
  /** Why the last try failed; absent while all goes well. */
  readonly fault?: string;
  /** It relays nothing more before somebody has done what the fault says. */
  readonly stopped: boolean;
  /** For so many milliseconds it has been publishing the same page; absent while it publishes none. */
  readonly busyForMs?: number;
}

const BACK_OFF: BackOff = { firstMs: 100, longestMs: 10_000 };
const LEASE_MS = 5000;
const BATCH_SIZE = 500;

const REPAIR =
  'Its topics hold what this ledger does not: they need a new generation, filled from the beginning ("ledgerdesk ' +
  'generation fill").';

const keeper = ({ name, repair = REPAIR }: Pick<RelayOptions, 'name' | 'repair'>): Keeper => ({
  who: `The relay "${name}"`,
  repair,
});

/**
 * Brings a service's public events from the ledger to a publisher: the ledger is the outbox. One process leads; it publishes
 * a page, waits until the page is durable, and moves the checkpoint. A crash between the two repeats that page, in order, and
 * loses nothing. Publishing that fails delays, and never stands in the way of a command.
 */
export class Relay {
  private readonly table: RelayTable;
  private readonly mapping: FeedMapping;
  private leads = false;
  private stopped = false;
  private position: bigint | undefined;
  private fault: string | undefined;
  private busySince: number | undefined;

  constructor(private readonly options: RelayOptions) {
    this.table = new RelayTable(options.database, options.name, options.holder);
    this.mapping = new FeedMapping(options.published);
  }

  get name(): string {
    return this.options.name;
  }

  get health(): RelayHealth {
    const { leads, stopped, position, fault, busySince } = this;
    return {
      leads,
      stopped,
      ...(position !== undefined && { position }),
      ...(fault !== undefined && { fault }),
      ...(busySince !== undefined && { busyForMs: performance.now() - busySince }),
    };
  }

  /** How much of what is in the ledger is not published yet, whichever process leads. @throws UnavailableError */
  async lag(): Promise<RelayLag> {
    const { eventStore, published } = this.options;
    return relayLag(
      eventStore,
      published.map(({ topic }) => topic),
      await this.table.find(),
    );
  }

  /** Until the signal says stop, or the checkpoint is of another ledger. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { backOff = BACK_OFF, leaseMs = LEASE_MS } = this.options;
    this.stopped = false;
    for (let failures = 0; !signal.aborted && !this.stopped;) {
      const { position } = this;
      try {
        const lead = await this.table.take(leaseMs, this.options.whilePrepared);
        if (lead) await this.lead(lead, signal);
        else await this.standBy(leaseMs / 5, signal);
        failures = 0;
      } catch (error) {
        failures = this.position === position ? failures + 1 : 1;
        this.failed(error, failures);
        if (!this.stopped) await pause(pauseAfter(backOff, failures), signal);
      }
    }
  }

  /** Another leads, or nobody may: there is nothing that could go wrong here. */
  private standBy(forMs: number, signal: AbortSignal): Promise<void> {
    this.fault = undefined;
    return pause(forMs, signal);
  }

  private async lead(lead: Lead, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const ending = AbortSignal.any([signal, over.signal]);
    const work = [this.relay(lead, ending), this.keep(lead, ending)];
    const ends = await Promise.allSettled(work.map((one) => one.finally(() => over.abort())));
    this.leads = false;
    this.busySince = undefined;
    // Where the database is away, the lease ends by itself.
    await this.table.letGo(lead.term).catch(() => undefined);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  /** Holds the lead while it is used. @throws LeaseLostError */
  private async keep({ term }: Lead, signal: AbortSignal): Promise<void> {
    const { leaseMs = LEASE_MS } = this.options;
    for (;;) {
      await pause(leaseMs / 3, signal);
      if (signal.aborted) return;
      await this.table.renew(term, leaseMs);
    }
  }

  private async relay({ term, checkpoint }: Lead, signal: AbortSignal): Promise<void> {
    const { eventStore, published, publisher, batchSize = BATCH_SIZE } = this.options;
    const head = placeOf(await eventStore.head());
    if (checkpoint) assertOfLedger(keeper(this.options), checkpoint, head);
    const begin = later(checkpoint, await this.options.notBefore?.());
    this.leads = true;
    this.position = begin?.position;
    // Else it is over when the next page is brought.
    if (begin?.position === head.position) this.fault = undefined;
    const after = begin ? cursorOf(begin) : 'start';
    const categories = published.map(({ topic }) => topic);
    for await (const batch of eventStore.subscribe({ categories }, { after, signal, batchSize })) {
      this.busySince = performance.now();
      const events = this.publicOf(batch);
      if (events.length > 0) await publisher.publish(events);
      const reached = placeOf(batch.cursor);
      await this.table.move(term, reached);
      this.position = reached.position;
      this.fault = undefined;
      this.busySince = undefined;
    }
  }

  private publicOf({ events }: Batch): PlacedEvent[] {
    const { tenant } = this.options;
    return events.flatMap((recorded) => {
      if (tenant !== undefined && recorded.stream.tenant !== tenant) return [];
      const topic = this.mapping.topicOf(recorded);
      if (!topic) return [];
      return [{ event: this.mapping.toFeedEvent(topic, recorded), position: placeOf(recorded.cursor).position }];
    });
  }

  private failed(error: unknown, failures: number): void {
    const { name, logger } = this.options;
    this.fault = reasonOf(error);
    if (error instanceof LeaseLostError) return logger.warn({ relay: name }, error.message);
    this.stopped = isForGood(error);
    if (this.stopped) logger.error({ error, relay: name }, this.fault);
    else logger.warn({ error, relay: name, failures }, 'The relay failed: the same events will be brought again');
  }
}

/** Both of this ledger's epoch, where both are there. */
const later = (one: Place | undefined, other: Place | undefined): Place | undefined =>
  one && other ? (one.position < other.position ? other : one) : (one ?? other);
