import type { Instant, TenantId } from '@ledgerdesk/kernel';
import type { Cursor } from './cursor.ts';
import type { NewEvent, RecordedEvent } from './event.ts';
import type { StreamId } from './stream.ts';

/** What the writer believes of the stream: its last revision, that there is none, or nothing at all. */
export type ExpectedRevision = number | 'no stream' | 'any';

/** What is remembered of an accepted command, for ever. */
export interface CommandMemo {
  /** The caller's UUID, scoped to the stream's tenant. */
  readonly commandId: string;
  /**
   * HMAC of actor and canonical body, 32 bytes: another body or actor under this id is refused. Absent for derived ids
   * (reactions), where the first answer stands whatever the body.
   */
  readonly digest?: Uint8Array;
}

export interface AppendOptions {
  /** `bulk` (imports, mass changes) has a queue of its own, so that everybody else's latency holds. */
  readonly lane?: 'interactive' | 'bulk';
}

/** Where the events of a command stand. */
export interface Placement {
  readonly stream: StreamId;
  readonly firstRevision: number;
  readonly lastRevision: number;
  /** Of the command's last event. */
  readonly cursor: Cursor;
}

export type AppendResult =
  | ({ readonly kind: 'appended' } & Placement)
  /** This command was accepted before: where its events stand. Nothing was stored. */
  | ({ readonly kind: 'repeated' } & Placement)
  /** The command id was used with another body or by another actor. */
  | { readonly kind: 'command id reused' }
  /** The stream stands elsewhere than expected; -1 means that it does not exist. */
  | { readonly kind: 'conflict'; readonly currentRevision: number };

/** Which events a reader wants: of one stream, of some categories, or all. */
export type Filter = { readonly stream: StreamId } | { readonly categories: readonly string[] } | 'everything';

export interface ReadStreamOptions {
  /** First revision to answer: by default 0 forward, the last backward. */
  readonly from?: number;
  readonly direction?: 'forward' | 'backward';
  /** At most so many; by default all. */
  readonly limit?: number;
}

export interface SubscribeOptions {
  /** Events after this place; `start` is before the first event. */
  readonly after: Cursor | 'start';
  /** Ends the subscription: the iteration completes without an error. */
  readonly signal: AbortSignal;
  /** At most so many events a batch; 500 by default. */
  readonly batchSize?: number;
}

/** Some events in the ledger's order, and the place up to which everything the filter admits has been seen. */
export interface Batch {
  readonly events: readonly RecordedEvent[];
  readonly cursor: Cursor;
}

/**
 * The ledger: an append-only, globally ordered store of events. A reader that has seen a place never misses an event
 * below it, whatever the writers do. Faults are thrown as the typed errors of `errors.ts`.
 */
export interface EventStore {
  /**
   * Appends the events to one stream as one fact, once per command. Events are of the stream's tenant.
   * @throws BusyError, UnavailableError, TooLargeError, ForbiddenCategoryError
   */
  append(
    stream: StreamId,
    expected: ExpectedRevision,
    events: readonly [NewEvent, ...NewEvent[]],
    command: CommandMemo,
    options?: AppendOptions,
  ): Promise<AppendResult>;

  /** Where the events of an accepted command stand, with its digest. */
  findCommand(tenant: TenantId, commandId: string): Promise<(Placement & { readonly digest?: Uint8Array }) | undefined>;

  /** One stream in its order; an absent stream is empty. @throws RangeError where a bound is no count */
  readStream(stream: StreamId, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>;

  /**
   * The next events after a place, at most `limit` of them; an empty batch may still move the cursor.
   * @throws ForeignEpochError, MalformedCursorError, RangeError where the limit is no count or none
   */
  readAll(filter: Filter, after: Cursor | 'start', limit: number): Promise<Batch>;

  /**
   * Follows the ledger: first what is stored, then what comes. Pulled by the reader, so that a slow one holds back
   * nothing but itself. Survives outages of the store without loss or repeat. An empty batch says that everything up to
   * its cursor has been seen. @throws ForeignEpochError, MalformedCursorError, RangeError as `readAll` does
   */
  subscribe(filter: Filter, options: SubscribeOptions): AsyncIterable<Batch>;

  /** The place just before the first event stored at that instant or later. */
  cursorAt(storedAt: Instant): Promise<Cursor>;

  /** The place of the last event. */
  head(): Promise<Cursor>;

  /** Negative, zero or positive, as `a` stands before, at or after `b`. @throws ForeignEpochError, MalformedCursorError */
  compare(a: Cursor, b: Cursor): number;

  /**
   * Finishes what was taken, ends the subscriptions, refuses what comes as unavailable, and lets go of all connections.
   */
  close(): Promise<void>;
}
