import { isUuid, type Instant, type TenantId } from '@ledgerdesk/kernel';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import pg from 'pg';
import { canExist } from '../encoding/stream-names.ts';
import { validatePage, validateRange } from '../encoding/validate-read.ts';
import { follow } from '../following/follow.ts';
import { compareCursors, cursorOf, type Cursor } from '../port/cursor.ts';
import type { AppendObserver, AppendOutcome } from '../port/append-observer.ts';
import { BusyError, DiskFullError, UnavailableError } from '../port/errors.ts';
import type {
  AppendOptions,
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
import { parseStreamName, type StreamId } from '../port/stream.ts';
import { AppendLanes } from './append/append-lanes.ts';
import { clientConfig, type ConnectionOptions } from './connection/session.ts';
import { LedgerReader } from './read/ledger-reader.ts';
import { NotifiedHead } from './subscribe/notified-head.ts';

/** How a service reaches the ledger. */
export interface PostgresEventStoreOptions {
  /** Address of the ledger's database, as the service's own role. */
  readonly url: string;
  /** Its address past the pooler, where `url` is that of one that lends connections for a transaction: who listens has to stay. */
  readonly directUrl?: string | undefined;
  /** Shown by `pg_stat_activity`. */
  readonly applicationName?: string;
  /** Connections for reading; two for appending and one for listening come on top. */
  readonly readConnections?: number;
  /** So long an append is tried again after its connection was lost. */
  readonly appendTimeoutMs?: number;
  /** Hears of each append for which the ledger's disk had no room. */
  readonly onDiskFull?: () => void;
  readonly observer?: AppendObserver;
}

const tracer = trace.getTracer('ledgerdesk');

const STREAM_PAGE = 1000;
const BATCH_SIZE = 500;
/** Nothing was stored before, and PostgreSQL has no year 0. */
const BEFORE_ALL_LEDGERS = '1970-01-01T00:00:00.000Z' as Instant;

/** The ledger in PostgreSQL, over the functions of the schema `ledger`. */
export class PostgresEventStore implements EventStore {
  private readonly pool: pg.Pool;
  private readonly reader: LedgerReader;
  private readonly watch: NotifiedHead;
  private readonly lanes: AppendLanes;
  private readonly closing = new AbortController();
  private readonly onDiskFull: () => void;
  private readonly observer: AppendObserver | undefined;
  private closed: Promise<void> | undefined;

  constructor({
    url,
    directUrl,
    applicationName = 'ledgerdesk',
    readConnections = 4,
    appendTimeoutMs = 10_000,
    onDiskFull = () => undefined,
    observer,
  }: PostgresEventStoreOptions) {
    const direct: ConnectionOptions = { url: directUrl ?? url, applicationName, answerTimeoutMs: 15_000 };
    const connection: ConnectionOptions = { ...direct, url, pooled: directUrl !== undefined };
    this.pool = new pg.Pool({ ...clientConfig(connection), max: readConnections });
    // The pool replaces a connection that was lost while idle.
    this.pool.on('error', () => undefined);
    this.reader = new LedgerReader(this.pool);
    this.watch = new NotifiedHead(direct);
    this.lanes = new AppendLanes(connection, appendTimeoutMs, observer);
    this.onDiskFull = onDiskFull;
    this.observer = observer;
  }

  async append(
    stream: StreamId,
    expected: ExpectedRevision,
    events: readonly [NewEvent, ...NewEvent[]],
    command: CommandMemo,
    options: AppendOptions = {},
  ): Promise<AppendResult> {
    this.refuseWhenClosed();
    const begin = performance.now();
    const answer = this.lanes.submit({ stream, expected, events, command }, options.lane);
    const span = tracer.startSpan(`append ${stream.category}`, { kind: SpanKind.CLIENT });
    // Beside the answer: nobody waits for it.
    answer.then(
      ({ kind }) => {
        this.tell(kind, begin);
        span.setAttribute('ledgerdesk.append.outcome', kind).end();
      },
      (error: unknown) => {
        span.setStatus({ code: SpanStatusCode.ERROR }).end();
        this.tell(error instanceof BusyError ? 'busy' : 'failed', begin);
        if (error instanceof DiskFullError) this.onDiskFull();
      },
    );
    return answer;
  }

  private tell(outcome: AppendOutcome, begin: number): void {
    this.observer?.answered(outcome, (performance.now() - begin) / 1000);
  }

  async findCommand(
    tenant: TenantId,
    commandId: string,
  ): Promise<(Placement & { readonly digest?: Uint8Array }) | undefined> {
    this.refuseWhenClosed();
    const row = isUuid(commandId) ? await this.reader.findCommand(tenant, commandId) : undefined;
    if (!row) return undefined;
    const [stream, firstRevision, lastRevision, position, digest, epoch] = row;
    return {
      stream: parseStreamName(stream),
      firstRevision: Number(firstRevision),
      lastRevision: Number(lastRevision),
      cursor: cursorOf({ epoch, position }),
      ...(digest !== null && { digest: Buffer.from(digest, 'hex') }),
    };
  }

  async *readStream(stream: StreamId, options: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent> {
    this.refuseWhenClosed();
    validateRange(options);
    if (!canExist(stream)) return;
    const { direction = 'forward', limit = Infinity } = options;
    const backward = direction === 'backward';
    let from = options.from ?? (backward ? Number.MAX_SAFE_INTEGER : 0);
    for (let left = limit; left > 0;) {
      this.refuseWhenClosed();
      const size = Math.min(left, STREAM_PAGE);
      const page = await this.reader.streamPage({ stream, from, backward, limit: size });
      yield* page;
      if (page.length < size) return;
      left -= size;
      from = page.at(-1)!.revision + (backward ? -1 : 1);
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
    const instant = storedAt < BEFORE_ALL_LEDGERS ? BEFORE_ALL_LEDGERS : storedAt;
    return cursorOf(await this.reader.placeAt(instant));
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
    await Promise.all([this.lanes.close(), this.watch.close(), this.pool.end()]);
  }

  private refuseWhenClosed(): void {
    if (this.closing.signal.aborted) throw new UnavailableError('The event store is closed.');
  }
}
