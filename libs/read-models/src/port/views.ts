import type { Topic } from '@ledgerdesk/contracts';
import type { Cursor } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';

/**
 * A query of views, prepared under its name. A view's rows are found under its name in snake_case, whatever its version, and
 * only those of the tenant who asks; `<topic>_sequence` is null in a row of which that topic has not spoken yet.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Runs one statement among the rows of one tenant. Instants come as text, whole numbers as numbers, decimals as text. */
export type Query = <Row extends object>(statement: Statement) => Promise<readonly Row[]>;

/** A place that a reader wants to see: an aggregate's event, and where it stands in the ledger. */
export interface AwaitedPlace {
  readonly topic: Topic;
  readonly tenant: TenantId;
  /** The aggregate's id. */
  readonly id: string;
  readonly cursor: Cursor;
}

/** Whether the views have come as far as a reader wants, and how far away they still are where they have not. */
export type Reached = { readonly reached: true } | { readonly reached: false; readonly lagEvents: number };

/** Rows of a view that changed, told after the commit. */
export interface ViewChange {
  readonly view: string;
  readonly tenant: TenantId;
  /** The ids of the rows. */
  readonly keys: readonly string[];
  /** Up to where the view has come. */
  readonly cursor: Cursor;
}

/** A service's views, as its module reads them. */
export interface Views {
  /**
   * Runs queries in one read-only transaction, whose row-level security shows one tenant's rows and no others. Queries
   * that are issued at once travel at once.
   * @throws UnavailableError
   */
  read<Result>(tenant: TenantId, work: (query: Query) => Promise<Result>): Promise<Result>;

  /**
   * The same for statements of which none waits for another: one way to the database and back.
   * @throws UnavailableError
   */
  readAll(tenant: TenantId, statements: readonly Statement[]): Promise<readonly (readonly object[])[]>;

  /**
   * Waits until every view of the service that hears these topics has passed the places.
   * @throws ForeignEpochError where a place is of another epoch, or ahead of the ledger
   */
  atLeast(places: readonly AwaitedPlace[], timeoutMs: number): Promise<Reached>;

  /** Hears of changes that this process made, each once a query can see it; answers how to stop. */
  onChange(listener: (change: ViewChange) => void): () => void;
}
