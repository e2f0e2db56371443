import { placeOf, UnavailableError, type EventStore, type KeyRing, type Place } from '@ledgerdesk/event-store';
import { pause, type TenantId } from '@ledgerdesk/kernel';
import type { BackOff, Consumer, FeedLogger } from '@ledgerdesk/messaging';
import type { Pool } from 'pg';
import type { View } from '../port/view.ts';
import type { AwaitedPlace, Query, Reached, Statement, ViewChange, Views } from '../port/views.ts';
import { readAllOnly, readOnly } from '../query/read-only.ts';
import { viewTableOf, type ViewTable } from '../table/view-table.ts';
import { atLeast } from './at-least.ts';
import { AwaitedViews } from './awaited-views.ts';
import { ChangeListeners } from './change-listeners.ts';
import { allCheckpoints } from './checkpoints.ts';
import { prepareTables } from './prepare-tables.ts';
import { Progress } from './progress.ts';
import { SharedLook } from './shared-look.ts';
import { ViewConsumer, type Stand } from './view-consumer.ts';

export interface ServiceViewsOptions {
  /** The service's name. */
  readonly service: string;
  readonly views: readonly View[];
  /**
   * The service's own read database, its schema first in the search path; made with `pipeline: true`. Its tables beside the
   * views come from `consumerMigrations`.
   */
  readonly database: Pool;
  readonly keyRing: Pick<KeyRing, 'find'>;
  readonly eventStore: Pick<EventStore, 'head'>;
  readonly logger: FeedLogger;
  /** When the first event of a parked aggregate is tried again. */
  readonly backOff?: BackOff;
}

/** Views may be kept by another process, whose commits are looked for this often while somebody waits. */
const LOOK_AROUND_MS = 100;

/** A version is filled and shown by any of the processes that keep it. */
const LOOK_FOR_FILLED_MS = 1000;

/** Who waits for a little while only has mostly been answered by then: his place need not be held against the ledger. */
const ASK_HEAD_MS = 20;

/** The views of one service: their tables, what keeps them, and the way to read them. */
export class ServiceViews implements Views {
  private readonly tables: readonly ViewTable[];
  private readonly progress = new Progress();
  private readonly awaited = new AwaitedViews();
  private readonly listeners: ChangeListeners;
  private readonly others = new SharedLook(() => this.lookAround(), LOOK_AROUND_MS);
  private readonly head = new SharedLook(() => this.ledgerEnd(), ASK_HEAD_MS);
  private kept: readonly ViewConsumer[] | undefined;

  constructor(private readonly options: ServiceViewsOptions) {
    if (!(options.database.options as { pipeline?: boolean }).pipeline) {
      throw new Error('The pool of a service with views must be made with `pipeline: true`');
    }
    this.tables = options.views.map(viewTableOf);
    this.listeners = new ChangeListeners(options.logger);
  }

  /** Makes what is missing in the database. A version that is not there yet is filled from the beginning. */
  async prepare(): Promise<void> {
    const { database, keyRing, service, logger, backOff } = this.options;
    const older = await prepareTables(database, this.tables, service);
    this.kept = this.tables.map((table) => {
      const { name } = table.view;
      return new ViewConsumer({
        service,
        table,
        database,
        keyRing,
        logger,
        backOff,
        shown: !older.has(name),
        onCommit: (changes, stand) => this.committed(name, changes, stand),
        awaited: (signal) => this.awaited.is(name, signal),
      });
    });
    await this.lookAround();
  }

  /** What the feed must bring events to. */
  get consumers(): readonly Consumer[] {
    return this.prepared;
  }

  /** Resolves when queries see every view in its newest version. */
  async live(signal: AbortSignal = new AbortController().signal): Promise<void> {
    while (!signal.aborted && !(await this.allShown())) {
      await pause(LOOK_FOR_FILLED_MS, signal);
    }
  }

  read<Result>(tenant: TenantId, work: (query: Query) => Promise<Result>): Promise<Result> {
    return readOnly(this.options.database, tenant, work);
  }

  readAll(tenant: TenantId, statements: readonly Statement[]): Promise<readonly (readonly object[])[]> {
    return readAllOnly(this.options.database, tenant, statements);
  }

  atLeast(places: readonly AwaitedPlace[], timeoutMs: number): Promise<Reached> {
    const { progress, awaited, others, head } = this;
    return atLeast({ views: this.options.views, progress, awaited, others, head }, places, timeoutMs);
  }

  onChange(listener: (change: ViewChange) => void): () => void {
    return this.listeners.add(listener);
  }

  /** Who waits for the views is not answered worse where the ledger is away. */
  private async ledgerEnd(): Promise<Place | undefined> {
    const cursor = await this.options.eventStore.head().catch(() => undefined);
    return cursor && placeOf(cursor);
  }

  /** How far the views have come by the hands of other processes. @throws UnavailableError */
  private async lookAround(): Promise<void> {
    const checkpoints = await allCheckpoints(this.options.database).catch((error: unknown) => {
      throw new UnavailableError('The checkpoints of views cannot be read', { cause: error });
    });
    for (const { name, version } of this.options.views) {
      const kept = checkpoints.filter(({ view }) => view === name);
      const ours = kept.filter((each) => each.version === version);
      // Where a newer version took this one's place, it is what queries see.
      const shown = ours.length > 0 ? ours : kept.filter((each) => each.version > version);
      for (const { source, place } of shown) this.progress.move(name, source, place);
    }
  }

  private committed(view: string, changes: readonly ViewChange[], stand?: Stand): void {
    if (stand) this.progress.move(view, stand.source, stand.place);
    this.listeners.tell(changes);
  }

  /** Others may have filled a view, or shown it. Who cannot be asked now is asked again; what is wrong, its consumer says. */
  private async allShown(): Promise<boolean> {
    await Promise.allSettled(this.prepared.map((consumer) => consumer.showIfFilled()));
    return this.prepared.every(({ live }) => live);
  }

  private get prepared(): readonly ViewConsumer[] {
    if (!this.kept) throw new Error('The views have not been prepared');
    return this.kept;
  }
}
