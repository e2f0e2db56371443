import { instantOf, type Instant, type JsonObject, type TenantId } from '@ledgerdesk/kernel';
import { encodeEvents } from '../encoding/encode-events.ts';
import { validateAppend } from '../encoding/validate-append.ts';
import { validatePage, validateRange } from '../encoding/validate-read.ts';
import { compareCursors, cursorOf, placeOf, type Cursor } from '../port/cursor.ts';
import { ForbiddenCategoryError, ForeignEpochError, UnavailableError } from '../port/errors.ts';
import type {
  AppendResult,
  Batch,
  CommandMemo,
  EventStore,
  ExpectedRevision,
  Filter,
  Placement,
  ReadStreamOptions,
  SubscribeOptions,
} from '../port/event-store.ts';
import type { EventMetadata, NewEvent, RecordedEvent } from '../port/event.ts';
import { streamName, type StreamId } from '../port/stream.ts';
import { commandKey, InMemoryLedger, type KeptCommand, type KeptEvent } from './in-memory-ledger.ts';

/** What an in-memory store stands on. */
export interface InMemoryEventStoreOptions {
  /** Shared by the stores of several services. */
  readonly ledger?: InMemoryLedger;
  /** The categories of this service; by default all, and everything may be read. */
  readonly categories?: readonly string[];
  readonly now?: () => Instant;
}

const BATCH_SIZE = 500;

/** The ledger in memory, for specs: what the port promises, without its durability. */
export class InMemoryEventStore implements EventStore {
  readonly ledger: InMemoryLedger;
  private readonly closing = new AbortController();

  constructor(private readonly options: InMemoryEventStoreOptions = {}) {
    this.ledger = options.ledger ?? new InMemoryLedger();
  }

  async append(
    stream: StreamId,
    expected: ExpectedRevision,
    events: readonly [NewEvent, ...NewEvent[]],
    command: CommandMemo,
  ): Promise<AppendResult> {
    this.refuseWhenClosed();
    validateAppend({ stream, expected, events, command });
    const { now = () => instantOf(Date.now()) } = this.options;
    const encoded = encodeEvents(stream, events, now());
    this.demand([stream.category]);

    const known = this.ledger.commands.get(commandKey(stream.tenant, command));
    if (known) return this.repeated(known, command);
    const name = streamName(stream);
    const currentRevision = (this.ledger.streams.get(name)?.length ?? 0) - 1;
    const wanted = expected === 'no stream' ? -1 : expected;
    if (wanted !== 'any' && wanted !== currentRevision) return { kind: 'conflict', currentRevision };

    const stored = this.ledger.store(stream, name, encoded);
    const kept: KeptCommand = {
      stream,
      firstRevision: currentRevision + 1,
      lastRevision: currentRevision + stored.length,
      position: stored.at(-1)!.position,
      digest: command.digest,
    };
    this.ledger.commands.set(commandKey(stream.tenant, command), kept);
    return { kind: 'appended', ...this.placement(kept) };
  }

  async findCommand(
    tenant: TenantId,
    commandId: string,
  ): Promise<(Placement & { readonly digest?: Uint8Array }) | undefined> {
    this.refuseWhenClosed();
    const kept = this.ledger.commands.get(commandKey(tenant, { commandId }));
    if (!kept || !this.admits(kept.stream.category)) return undefined;
    return { ...this.placement(kept), ...(kept.digest && { digest: kept.digest }) };
  }

  async *readStream(stream: StreamId, options: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent> {
    this.refuseWhenClosed();
    validateRange(options);
    this.demand([stream.category]);
    const { direction = 'forward', limit = Infinity } = options;
    const events = this.ledger.streams.get(streamName(stream)) ?? [];
    const wanted =
      direction === 'forward'
        ? events.slice(options.from ?? 0)
        : events.slice(0, (options.from ?? Infinity) + 1).reverse();
    for (const event of wanted.slice(0, limit)) yield this.recorded(event);
  }

  async readAll(filter: Filter, after: Cursor | 'start', limit: number): Promise<Batch> {
    this.refuseWhenClosed();
    validatePage(limit);
    this.demandFilter(filter);
    const { ledger } = this;
    const place = after === 'start' ? { epoch: ledger.epoch, position: 0n } : placeOf(after);
    if (place.epoch !== ledger.epoch || place.position > ledger.head) {
      throw new ForeignEpochError(`${after} is not of this ledger.`);
    }
    const events = ledger.events
      .filter((event) => event.position > place.position && matches(filter, event))
      .slice(0, limit)
      .map((event) => this.recorded(event));
    const head = cursorOf({ epoch: ledger.epoch, position: ledger.head });
    return { events, cursor: events.length === limit ? events.at(-1)!.cursor : head };
  }

  async *subscribe(filter: Filter, { after, signal, batchSize = BATCH_SIZE }: SubscribeOptions): AsyncGenerator<Batch> {
    this.refuseWhenClosed();
    const stop = AbortSignal.any([signal, this.closing.signal]);
    let place = after;
    while (!stop.aborted) {
      const grown = this.ledger.grown(stop);
      const batch = await this.readAll(filter, place, batchSize);
      const moved = batch.cursor !== place;
      place = batch.cursor;
      if (moved) yield batch;
      if (batch.events.length < batchSize) await grown;
    }
  }

  async cursorAt(storedAt: Instant): Promise<Cursor> {
    this.refuseWhenClosed();
    const { events, epoch } = this.ledger;
    return cursorOf({ epoch, position: events.findLast((event) => event.storedAt < storedAt)?.position ?? 0n });
  }

  async head(): Promise<Cursor> {
    this.refuseWhenClosed();
    return cursorOf({ epoch: this.ledger.epoch, position: this.ledger.head });
  }

  compare(a: Cursor, b: Cursor): number {
    return compareCursors(a, b);
  }

  async close(): Promise<void> {
    this.closing.abort();
  }

  private repeated(known: KeptCommand, { digest }: CommandMemo): AppendResult {
    const same = !digest || (known.digest && Buffer.compare(digest, known.digest) === 0);
    if (!same || !this.admits(known.stream.category)) return { kind: 'command id reused' };
    return { kind: 'repeated', ...this.placement(known) };
  }

  private placement({ stream, firstRevision, lastRevision, position }: KeptCommand): Placement {
    return { stream, firstRevision, lastRevision, cursor: cursorOf({ epoch: this.ledger.epoch, position }) };
  }

  private recorded({ stream, revision, position, storedAt, data, metadata, ...event }: KeptEvent): RecordedEvent {
    const { eventId, type, schemaVersion, recordedAt, leafHash } = event;
    return {
      stream,
      revision,
      cursor: cursorOf({ epoch: this.ledger.epoch, position }),
      eventId,
      type,
      schemaVersion,
      recordedAt,
      storedAt,
      leafHash,
      data: JSON.parse(data) as JsonObject,
      metadata: JSON.parse(metadata) as EventMetadata,
      dataText: data,
      metadataText: metadata,
    };
  }

  private admits(category: string): boolean {
    return this.options.categories?.includes(category) ?? true;
  }

  private demand(categories: readonly string[]): void {
    const foreign = categories.find((category) => !this.admits(category));
    if (foreign !== undefined) throw new ForbiddenCategoryError(`This service has no right on ${foreign}.`);
  }

  private demandFilter(filter: Filter): void {
    if (filter === 'everything') {
      if (this.options.categories) throw new ForbiddenCategoryError('This service may not read everything.');
    } else {
      this.demand('stream' in filter ? [filter.stream.category] : filter.categories);
    }
  }

  private refuseWhenClosed(): void {
    if (this.closing.signal.aborted) throw new UnavailableError('The event store is closed.');
  }
}

function matches(filter: Filter, { stream, streamName: name }: KeptEvent): boolean {
  if (filter === 'everything') return true;
  return 'stream' in filter ? streamName(filter.stream) === name : filter.categories.includes(stream.category);
}
