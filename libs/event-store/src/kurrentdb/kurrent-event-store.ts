import { instantOf, isUuid, type Instant, type TenantId } from '@ledgerdesk/kernel';
import { Turns } from '../command-handler/turns.ts';
import { encodeEvents } from '../encoding/encode-events.ts';
import { validateAppend } from '../encoding/validate-append.ts';
import { validatePage, validateRange } from '../encoding/validate-read.ts';
import { follow } from '../following/follow.ts';
import { compareCursors, cursorOf, type Cursor } from '../port/cursor.ts';
import { InvalidAppendError, UnavailableError } from '../port/errors.ts';
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
import type { NewEvent, RecordedEvent } from '../port/event.ts';
import { streamName, type StreamId } from '../port/stream.ts';
import { CommandAppend } from './append/command-append.ts';
import { foundCommand, type LedgerParts } from './append/placement.ts';
import { LazyConnection } from './lazy-connection.ts';
import { beginEpoch } from './read/epochs.ts';
import { LedgerReader } from './read/ledger-reader.ts';
import { COMMANDS, isOfAggregate } from './stream-names.ts';
import { SubscribedHead } from './subscribe/subscribed-head.ts';

/** How a service reaches a ledger in KurrentDB. */
export interface KurrentEventStoreOptions {
  /** Connection string: `kurrentdb://`, `kurrentdb+discover://`, or the same with `esdb`. */
  readonly url: string;
  /** So long an append is tried again after its connection was lost. */
  readonly appendTimeoutMs?: number;
}

const STREAM_PAGE = 500;
const BATCH_SIZE = 500;
/** Of one stream. */
const MOST_WAITING = 1000;

/** The ledger in KurrentDB (EventStoreDB), version 22.6 or newer. Not yet run against a server: see `docs/guides/kurrentdb.md`. */
export class KurrentEventStore implements EventStore {
  private readonly connection: LazyConnection;
  private readonly reader: LedgerReader;
  private readonly watch: SubscribedHead;
  private readonly appendTimeoutMs: number;
  /** Those of one process do not contend for a stream: who loses a place has written a claim in vain. */
  private readonly turns = new Turns(MOST_WAITING);
  private readonly appends = new Set<Promise<AppendResult>>();
  private readonly closing = new AbortController();
  private closed: Promise<void> | undefined;

  constructor({ url, appendTimeoutMs = 10_000 }: KurrentEventStoreOptions) {
    this.connection = new LazyConnection(url);
    this.reader = new LedgerReader(this.connection);
    this.watch = new SubscribedHead(this.connection, this.reader);
    this.appendTimeoutMs = appendTimeoutMs;
  }

  async append(
    stream: StreamId,
    expected: ExpectedRevision,
    events: readonly [NewEvent, ...NewEvent[]],
    command: CommandMemo,
  ): Promise<AppendResult> {
    this.refuseWhenClosed();
    const wanted = { stream, expected, events, command };
    validateAppend(wanted);
    if (stream.category === COMMANDS) throw new InvalidAppendError(`No aggregate's category is ${COMMANDS}.`);
    const encoded = encodeEvents(stream, events, instantOf(Date.now()));

    const deadline = performance.now() + this.appendTimeoutMs;
    const append = this.turns.take(streamName(stream), () =>
      new CommandAppend(this.parts, wanted, encoded, deadline).run(),
    );
    this.appends.add(append);
    return append.finally(() => this.appends.delete(append));
  }

  async findCommand(
    tenant: TenantId,
    commandId: string,
  ): Promise<(Placement & { readonly digest?: Uint8Array }) | undefined> {
    this.refuseWhenClosed();
    return isUuid(commandId) ? foundCommand(this.parts, tenant, commandId) : undefined;
  }

  async *readStream(stream: StreamId, options: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent> {
    this.refuseWhenClosed();
    validateRange(options);
    if (!isOfAggregate(stream)) return;
    const { direction = 'forward', limit = Infinity } = options;
    const name = streamName(stream);
    const backward = direction === 'backward';
    let from = options.from ?? 0;
    if (backward) from = Math.min(options.from ?? Infinity, await this.reader.lastRevision(name));
    for (let left = limit; left > 0 && from >= 0;) {
      this.refuseWhenClosed();
      const count = Math.min(left, STREAM_PAGE);
      const page = await this.reader.streamPage({ stream: name, from, backward, count });
      yield* page;
      if (page.length < count) return;
      left -= count;
      from += backward ? -count : count;
    }
  }

  async readAll(filter: Filter, after: Cursor | 'start', limit: number): Promise<Batch> {
    this.refuseWhenClosed();
    validatePage(limit);
    return this.reader.page(filter, after, limit);
  }

  async *subscribe(filter: Filter, options: SubscribeOptions): AsyncGenerator<Batch> {
    this.refuseWhenClosed();
    validatePage(options.batchSize ?? BATCH_SIZE);
    const signal = AbortSignal.any([options.signal, this.closing.signal]);
    yield* follow({ reader: this.reader, watch: this.watch }, filter, { batchSize: BATCH_SIZE, ...options, signal });
  }

  async cursorAt(storedAt: Instant): Promise<Cursor> {
    this.refuseWhenClosed();
    return cursorOf(await this.reader.placeAt(storedAt));
  }

  async head(): Promise<Cursor> {
    this.refuseWhenClosed();
    return cursorOf(await this.reader.head());
  }

  compare(a: Cursor, b: Cursor): number {
    return compareCursors(a, b);
  }

  close(): Promise<void> {
    return (this.closed ??= this.letGo());
  }

  private async letGo(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled(this.appends);
    await this.watch.close();
    await this.connection.close();
  }

  private get parts(): LedgerParts {
    return { connection: this.connection, reader: this.reader };
  }

  private refuseWhenClosed(): void {
    if (this.closing.signal.aborted) throw new UnavailableError('The event store is closed.');
  }
}

/** What an operator does after restoring a backup: places of before are foreign from then on. */
export async function beginKurrentEpoch(url: string): Promise<void> {
  const connection = new LazyConnection(url);
  try {
    await beginEpoch(connection);
  } finally {
    await connection.close();
  }
}
