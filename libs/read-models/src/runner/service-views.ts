import { placeOf, UnavailableError, type EventStore, type KeyRing, type Place } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import type { Consumer } from '@ledgerdesk/messaging';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { View } from '../port/view.ts';
import type { AwaitedPlace, Query, Reached, Statement, ViewChange, Views } from '../port/views.ts';
import { readAllOnly, readOnly } from '../query/read-only.ts';
import { viewTableOf, type ViewTable } from '../table/view-table.ts';
import { atLeast } from './at-least.ts';
import { ChangeListeners } from './change-listeners.ts';
import { allCheckpoints } from './checkpoints.ts';
import { prepareTables } from './prepare-tables.ts';
import { Progress } from './progress.ts';
import { ViewConsumer } from './view-consumer.ts';

export interface ServiceViewsOptions {
  /** The service's name. */
  readonly service: string;
  readonly views: readonly View[];
  /** The service's own read database, its schema first in the search path; made with `pipeline: true`. */
  readonly database: Pool;
  readonly keyRing: Pick<KeyRing, 'find'>;
  readonly eventStore: Pick<EventStore, 'head'>;
  readonly logger: Pick<Logger, 'error'>;
}

/** The views of one service: their tables, what keeps them, and the way to read them. */
export class ServiceViews implements Views {
  private readonly tables: readonly ViewTable[];
  private readonly progress = new Progress();
  private readonly listeners: ChangeListeners;
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
    const { database, eventStore, keyRing, service } = this.options;
    const { position: head } = placeOf(await eventStore.head());
    const live = await prepareTables(database, this.tables);
    this.kept = this.tables.map((table) => {
      const { name, version } = table.view;
      return new ViewConsumer({
        name: `${service}.${name}.v${version}`,
        table,
        database,
        keyRing,
        ...(!live.has(name) && { liveFrom: head }),
        onCommit: (source, place, changes) => this.committed(name, source, place, changes),
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
    while (!signal.aborted && !this.prepared.every(({ live }) => live)) await this.progress.moved(signal);
  }

  read<Result>(tenant: TenantId, work: (query: Query) => Promise<Result>): Promise<Result> {
    return readOnly(this.options.database, tenant, work);
  }

  readAll(tenant: TenantId, statements: readonly Statement[]): Promise<readonly (readonly object[])[]> {
    return readAllOnly(this.options.database, tenant, statements);
  }

  atLeast(places: readonly AwaitedPlace[], timeoutMs: number): Promise<Reached> {
    const { views } = this.options;
    return atLeast({ views, progress: this.progress, lookAround: () => this.lookAround() }, places, timeoutMs);
  }

  onChange(listener: (change: ViewChange) => void): () => void {
    return this.listeners.add(listener);
  }

  /** How far the views have come by the hands of other processes. @throws UnavailableError */
  private async lookAround(): Promise<void> {
    const checkpoints = await allCheckpoints(this.options.database).catch((error: unknown) => {
      throw new UnavailableError('The checkpoints of views cannot be read', { cause: error });
    });
    for (const { view, version, source, place } of checkpoints) {
      const ours = this.options.views.some((each) => each.name === view && each.version === version);
      if (ours) this.progress.move(view, source, place);
    }
  }

  private committed(view: string, source: string, place: Place, changes: readonly ViewChange[]): void {
    this.progress.move(view, source, place);
    this.listeners.tell(changes);
  }

  private get prepared(): readonly ViewConsumer[] {
    if (!this.kept) throw new Error('The views have not been prepared');
    return this.kept;
  }
}
