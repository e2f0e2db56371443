import { eventIdOf, type CommandMemo, type NewEvent, type StreamId } from '@ledgerdesk/event-store';
import type { Instant, TenantId } from '@ledgerdesk/kernel';
import { createHash } from 'node:crypto';

/** How another process opens the ledger under test. */
export interface StoreAddress {
  readonly adapter: 'postgres' | 'kurrentdb';
  readonly url: string;
}

/** What a writer process does: known beforehand, so that whoever comes after it can reckon, and send again. */
export interface WriterPlan {
  readonly store: StoreAddress;
  readonly name: string;
  readonly tenant: TenantId;
  readonly category: string;
  readonly commands: number;
  readonly inFlight: number;
}

export interface PlannedCommand {
  readonly stream: StreamId;
  /** Whether other writers append to the stream too. */
  readonly shared: boolean;
  readonly events: readonly [NewEvent, ...NewEvent[]];
  readonly memo: CommandMemo;
}

const SHARED_STREAMS = 3;
const LARGE = 30;

/** The n-th command of a plan: every third on a stream shared with other writers, some so large that they go by the bulk lane. */
export function commandOf({ name, tenant, category, inFlight }: WriterPlan, n: number): PlannedCommand {
  const digest = createHash('sha256').update(`${name}/${n}`).digest();
  const commandId = uuidOf(digest);
  const shared = n % 3 === 2;
  const id = shared ? `shared-${n % SHARED_STREAMS}` : `${name}-${n % inFlight}`;
  const size = n % 11 === 10 ? LARGE : 1 + (n % 3);
  const [first, ...more] = Array.from({ length: size }, (_, index) => anEvent(tenant, commandId, index));
  return { stream: { category, tenant, id }, shared, events: [first!, ...more], memo: { commandId, digest } };
}

const anEvent = (tenant: TenantId, commandId: string, index: number): NewEvent => ({
  eventId: eventIdOf(tenant, commandId, index),
  type: 'CoinsPut',
  schemaVersion: 1,
  data: { coins: index },
  metadata: {
    tenantId: tenant,
    commandId,
    correlationId: 'a-writer',
    actor: { kind: 'service', id: 'service:writer', via: 'spec' },
    origin: 'live',
    occurredAt: '2026-03-02T09:00:00.000Z' as Instant,
  },
});

function uuidOf(digest: Buffer): string {
  const hex = digest.toString('hex');
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => hex.slice(from, to))
    .join('-');
}
