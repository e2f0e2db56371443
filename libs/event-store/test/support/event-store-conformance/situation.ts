import {
  eventIdOf,
  type AppendOptions,
  type AppendResult,
  type CommandMemo,
  type Cursor,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Placement,
  type StreamId,
} from '@ledgerdesk/event-store';
import { newId, type Instant, type JsonObject, type TenantId } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';

/** The categories that the suite writes to. */
export const CATEGORIES = ['purse', 'vault', 'Mint'] as const;
export type Category = (typeof CATEGORIES)[number];

/** An append as a spec speaks of it: only what matters to its rule. */
export interface Wanted extends CommandMemo, AppendOptions {
  readonly expected: ExpectedRevision;
  /** The data of each event. */
  readonly datas: readonly [JsonObject, ...JsonObject[]];
  readonly through: EventStore;
}

/** Where each spec starts: a tenant nobody has used, a store, and the place where the ledger stands. */
export class Situation {
  store!: EventStore;
  tenant!: TenantId;
  before!: Cursor;
  private another!: () => EventStore;
  private readonly opened: EventStore[] = [];

  async begin(another: () => EventStore): Promise<void> {
    this.another = another;
    this.tenant = newId('tnt');
    this.store = this.open();
    this.before = await this.store.head();
  }

  async end(): Promise<void> {
    await Promise.all(this.opened.splice(0).map((store) => store.close()));
  }

  /** Another store on the same ledger, as another process would open it. */
  open(): EventStore {
    const store = this.another();
    this.opened.push(store);
    return store;
  }

  aStream(category: Category = 'purse', tenant = this.tenant): StreamId {
    return { category, tenant, id: newId('pur') };
  }

  /** Appends one event whatever the revision, unless told otherwise. */
  append(stream: StreamId, wanted: Partial<Wanted> = {}): Promise<AppendResult> {
    const { commandId = randomUUID(), digest, expected = 'any', datas = [{ coins: 1 }], through = this.store } = wanted;
    const command = { commandId, ...(digest && { digest }) };
    const options = wanted.lane && { lane: wanted.lane };
    return through.append(stream, expected, eventsOf(stream.tenant, commandId, datas), command, options);
  }

  /** Appends, and takes anything else than its being stored for a failure. */
  async appended(stream: StreamId, wanted: Partial<Wanted> = {}): Promise<Placement> {
    const result = await this.append(stream, wanted);
    if (result.kind !== 'appended') throw new Error(`Not appended: ${JSON.stringify(result)}`);
    return result;
  }
}

export const SOME_TIME = '2026-03-02T09:00:00.000Z' as Instant;

/** The events of a command, as a command handler makes them. */
export function eventsOf(
  tenant: TenantId,
  commandId: string,
  datas: Wanted['datas'],
): readonly [NewEvent, ...NewEvent[]] {
  const events = datas.map((data, index): NewEvent => ({
    eventId: eventIdOf(tenant, commandId, index),
    type: 'CoinsPut',
    schemaVersion: 1,
    data,
    metadata: {
      tenantId: tenant,
      commandId,
      correlationId: 'a-correlation',
      actor: { kind: 'person', id: 'psn_1', via: 'spec' },
      origin: 'live',
      occurredAt: SOME_TIME,
    },
  }));
  return events as unknown as readonly [NewEvent, ...NewEvent[]];
}

/** So many events, numbered. */
export const numbered = (count: number, from = 0): Wanted['datas'] =>
  Array.from({ length: count }, (_, index) => ({ n: from + index })) as unknown as Wanted['datas'];
