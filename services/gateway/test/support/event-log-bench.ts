import { PARTITIONS, topics, type Topic } from '@ledgerdesk/contracts';
import {
  LEDGER,
  partitionSource,
  PersonalParts,
  partitionSourceOf,
  toStructured,
  type BrokenRecord,
  type FeedBatch,
  type FeedEvent,
  type PassedOver,
  type PlacedEvent,
} from '@ledgerdesk/messaging';
import { statementsOf } from '@ledgerdesk/postgres';
import { ViewDatabase, type FeedHistory } from '@ledgerdesk/testing';
import { EVENT_LOG, EventLogConsumer } from '../../src/event-log/event-log-consumer.ts';
import { theBeginning, type LogPlace } from '../../src/event-log/log-place.ts';
import { EventReader, type EventsPage } from '../../src/http/events/event-reader.ts';
import { readableTopics } from '../../src/http/events/readable.ts';
import { EventLog1764200000000 } from '../../src/migrations/event-log-1764200000000.ts';
import { parsed, type ReadEvent, type SpecReader } from './event-readers.ts';

const QUIET = { error: () => undefined, warn: () => undefined, debug: () => undefined };

export const ALL_PARTITIONS = (Object.keys(topics) as Topic[]).flatMap((topic) =>
  Array.from({ length: PARTITIONS }, (_, partition) => partitionSource(topic, partition)),
);

export const partitionOfEvent = (event: FeedEvent): string => partitionSourceOf(event);

/** The gateway's event log on a database of a spec's own, brought a ledger as a feed would. */
export class EventLogBench {
  consumer: EventLogConsumer;
  reader!: EventReader;
  /** The ledger's. */
  epoch = 'history';

  private constructor(readonly database: ViewDatabase) {
    this.consumer = this.aConsumer();
  }

  static async start(): Promise<EventLogBench> {
    return new EventLogBench(await ViewDatabase.start());
  }

  stop(): Promise<void> {
    return this.database.stop();
  }

  /** An empty log, for readers of this history. */
  async beginAnew({ keyRing }: Pick<FeedHistory, 'keyRing'>): Promise<void> {
    await this.database.beginAnew();
    for (const statement of await statementsOf(EventLog1764200000000)) await this.database.pool.query(statement);
    const views = await this.database.views([], keyRing);
    this.reader = new EventReader({ views, personal: new PersonalParts({ keyRing, logger: QUIET }) });
    this.consumer = this.aConsumer();
    this.epoch = 'history';
  }

  /** As in another process. */
  aConsumer(): EventLogConsumer {
    const { pool } = this.database;
    const onCommit = (): void => undefined;
    const backOff = { firstMs: 1, longestMs: 1 };
    return new EventLogConsumer({ database: pool, logger: QUIET, onCommit, backOff });
  }

  /** Brings the next events of a source beyond its checkpoint, as many as that; answers whether there were any. */
  async bring(
    ledger: readonly PlacedEvent[],
    source: string,
    count: number,
    { broken, future = [] }: Unread = {},
  ): Promise<boolean> {
    const after = (await this.consumer.checkpoint(source))?.position ?? -1n;
    const ahead = ledger.filter(
      ({ event, position }) => position > after && (source === LEDGER || partitionOfEvent(event) === source),
    );
    // A batch ends before a record that cannot be read, and the next begins with it.
    const until = ahead.findIndex(({ event }, index) => index > 0 && event === broken);
    const next = ahead.slice(0, until === -1 ? count : Math.min(until, count));
    const last = next.at(-1);
    if (!last) return false;
    await this.consumer.handle({ ...batchOf(source, next, { broken, future }), epoch: this.epoch });
    return true;
  }

  /** Tries what is parked until nothing is. */
  async drain(): Promise<void> {
    const stop = new AbortController();
    const draining = this.consumer.meanwhile(stop.signal);
    for (;;) {
      const { rows } = await this.database.pool.query('SELECT FROM parked_key');
      if (rows.length === 0) break;
      await this.database.pool.query('UPDATE parked_key SET next_at = now()');
    }
    stop.abort();
    await draining;
  }

  /** As the guide says: the log is filled anew, under its readers. */
  async forgetCheckpoints(): Promise<void> {
    await this.database.pool.query('DELETE FROM consumer_checkpoint WHERE consumer = $1', [EVENT_LOG]);
  }

  aReading(as: SpecReader): Reading {
    return new Reading(this, as);
  }
}

/** Somebody who reads on and on. */
export class Reading {
  readonly events: ReadEvent[] = [];
  place: LogPlace = theBeginning(readableTopics);

  constructor(
    private readonly bench: EventLogBench,
    private readonly as: SpecReader,
  ) {}

  async on(limit = 1000): Promise<EventsPage> {
    const page = await this.bench.reader.read(this.as, { after: this.place, limit, types: undefined });
    this.events.push(...parsed(page.events));
    this.place = page.place;
    return page;
  }

  async toTheEnd(): Promise<readonly ReadEvent[]> {
    while ((await this.on()).more);
    return this.events;
  }
}

/** What a program that was older than this one made of some events. */
export interface Unread {
  /** It could not read this one. */
  readonly broken?: FeedEvent | undefined;
  /** It did not know the types of these. */
  readonly future?: readonly FeedEvent[];
}

/** A batch as a feed makes it. */
export function batchOf(
  source: string,
  placed: readonly PlacedEvent[],
  { broken, future = [] }: Unread,
): Omit<FeedBatch, 'epoch'> {
  const unread = placed.filter(({ event }) => event === broken);
  const unknown = placed.filter(({ event }) => event !== broken && future.includes(event));
  const read = placed.filter(({ event }) => event !== broken && !future.includes(event));
  return {
    source,
    events: read.map(({ event }) => event),
    positions: read.map(({ position }) => position),
    position: placed.at(-1)!.position,
    ...(unread.length > 0 && { broken: unread.map(brokenOf) }),
    ...(unknown.length > 0 && { passedOver: unknown.map(passedOverOf) }),
  };
}

const passedOverOf = ({ event, position }: PlacedEvent): PassedOver => ({ ...event, position, unknown: 'type' });

function brokenOf(placed: PlacedEvent): BrokenRecord {
  const { data, datacontenttype, ...attributes } = JSON.parse(toStructured(placed)) as Record<string, string>;
  const { topic, tenant, subject } = placed.event;
  const headers = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, Buffer.from(value)] as const);
  return {
    topic,
    aggregate: { tenant, subject },
    place: { topic: `ledgerdesk.${topic}.1`, partition: 0, offset: placed.position },
    reason: 'It could not be read',
    key: Buffer.from(`${tenant}.${subject}`),
    value: Buffer.from(JSON.stringify(data)),
    headers: { ...Object.fromEntries(headers), 'content-type': Buffer.from(datacontenttype!) },
  };
}
