import type { Topic } from '@ledgerdesk/contracts';
import { RESERVED_TENANT, type TenantId } from '@ledgerdesk/kernel';
import { NotYetVisibleError } from '@ledgerdesk/platform';
import type { AwaitedPlace, Query, Views } from '@ledgerdesk/read-models';
import { atLeastToken, placesOf } from './at-least-token.ts';
import { batchedQuery } from './batched-query.ts';
import { OpaqueTexts } from './opaque-texts.ts';

/** Where operations read. */
export interface Reading {
  readonly views: Views;
  /** Where the ledger ends now. */
  readonly head: () => Promise<string>;
  /** The tenant's key for what is to be known again. @throws UnavailableError */
  readonly namingKey: (tenant: TenantId) => Promise<Uint8Array>;
  /** How long a reader waits for what is not visible yet. */
  readonly patienceMs: number;
}

/** What one operation reads in its tenant, what it wants to see there, and to where it has brought things itself. */
export class OperationReads {
  /** Runs queries among the rows of the tenant. */
  readonly query: Query;
  /** The token by which a later query waits for all that this operation changed. */
  atLeast: string | undefined;
  private readonly changed: AwaitedPlace[] = [];
  private ownTexts?: Promise<OpaqueTexts>;

  constructor(
    private readonly reading: Reading,
    private readonly tenant: TenantId,
  ) {
    this.query = batchedQuery(reading.views, tenant);
  }

  /** Reads what stands above tenants. */
  aboveTenants<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    return this.reading.views.read(RESERVED_TENANT, work);
  }

  /**
   * Waits until the views show what the token names.
   * @throws NotYetVisibleError, ForeignEpochError, ProblemError MALFORMED_CURSOR
   */
  async visible(token: string): Promise<void> {
    const places = placesOf(await this.texts(), token, this.tenant);
    const reached = await this.reading.views.atLeast(places, this.reading.patienceMs);
    if (!reached.reached) throw new NotYetVisibleError(reached.lagEvents);
  }

  /** Whether the views show an aggregate at a place of the ledger, before patience ends. */
  async reached(topic: Topic, id: string, cursor: string): Promise<boolean> {
    return (await this.reading.views.atLeast([this.place(topic, id, cursor)], this.reading.patienceMs)).reached;
  }

  /** Whether the views show all that has happened to an aggregate by now, before patience ends. */
  async caughtUp(topic: Topic, id: string): Promise<boolean> {
    return this.reached(topic, id, await this.reading.head());
  }

  /** Notes a place to which this operation has brought an aggregate. */
  async noteChange(topic: Topic, id: string, cursor: string): Promise<void> {
    this.changed.push(this.place(topic, id, cursor));
    this.atLeast = atLeastToken(await this.texts(), this.changed);
  }

  /** A place of the ledger as callers get it. */
  async toldCursor(cursor: string): Promise<string> {
    return (await this.texts()).textOf(['ledger'], cursor);
  }

  /** What callers carry about for this tenant. */
  texts(): Promise<OpaqueTexts> {
    this.ownTexts ??= this.reading.namingKey(this.tenant).then((key) => new OpaqueTexts(key));
    return this.ownTexts;
  }

  private place(topic: Topic, id: string, cursor: string): AwaitedPlace {
    return { topic, tenant: this.tenant, id, cursor: cursor as AwaitedPlace['cursor'] };
  }
}
