import { createCommandHandler, type EventStore, type KeyRing } from '@ledgerdesk/event-store';
import type { AccessLedger } from '../api/ledger.ts';
import { personCategory, teamCategory, tenantCategory, valueClaimCategory } from './categories.ts';

/** The aggregates of this service on an event store. */
export function accessLedger(eventStore: EventStore, keyRing: KeyRing): AccessLedger {
  const options = { eventStore, keyRing };
  return {
    tenants: createCommandHandler(tenantCategory, options),
    persons: createCommandHandler(personCategory, options),
    teams: createCommandHandler(teamCategory, options),
    claims: createCommandHandler(valueClaimCategory, options),
    eventStore,
  };
}
