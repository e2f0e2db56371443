import { placeOf } from '@ledgerdesk/event-store';
import { epochMilliseconds, instantOf, type TenantId } from '@ledgerdesk/kernel';
import {
  clearRelayName,
  ClearPublisher,
  ensureClearTopic,
  isToldToPartners,
  PersonalParts,
  Relay,
  type KafkaConnection,
} from '@ledgerdesk/messaging';
import type { ServiceRuntime } from '../service.ts';
import { outlet, type Outlet, type RelayFromHere } from './outlet.ts';

/** Tenants whose events stand opened on a topic of their own, and for how long. */
export interface ClearTopics {
  readonly tenants: readonly TenantId[];
  readonly retentionMs: number;
}

export interface ClearOutletOptions {
  readonly service: string;
  readonly runtime: Pick<ServiceRuntime, 'eventStore' | 'keyRing' | 'clock' | 'logger'>;
  readonly connection: KafkaConnection;
  readonly clear: ClearTopics;
  readonly tenant: TenantId;
  readonly ledger: RelayFromHere;
}

/**
 * A service's part of a tenant's clear topic, by a relay of its own: what goes wrong there holds up neither the services nor
 * another tenant. It begins with the oldest that its topic would still hold.
 */
export function clearOutlet({ service, runtime, connection, clear, tenant, ledger }: ClearOutletOptions): Outlet {
  const { eventStore, keyRing, clock, logger } = runtime;
  const { retentionMs } = clear;
  const name = clearRelayName(service, tenant);
  const publisher = new ClearPublisher({
    connection,
    tenant,
    personal: new PersonalParts({ keyRing, logger }),
    logger,
  });
  const relay = new Relay({
    ...ledger,
    name,
    published: ledger.published.filter(({ topic }) => isToldToPartners(topic)),
    tenant,
    publisher,
    async notBefore() {
      const oldest = Math.max(0, epochMilliseconds(clock.now()) - retentionMs);
      return placeOf(await eventStore.cursorAt(instantOf(oldest)));
    },
    repair: `Forget it (DELETE FROM relay WHERE name = '${name}', in the schema ${service}) and start the service again: it then tells partners anew, in the new epoch.`,
  });
  const ensureTopics = (): Promise<void> => ensureClearTopic({ connection, tenant, retentionMs, logger });
  return outlet({ relay, publisher, ensureTopics, logger });
}
