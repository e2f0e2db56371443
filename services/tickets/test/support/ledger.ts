import { createCommandHandler, type EventStore, type KeyRing } from '@ledgerdesk/event-store';
import { accept, newId, type TenantId } from '@ledgerdesk/kernel';
import { SOME_TIME } from '@ledgerdesk/testing';
import { randomUUID } from 'node:crypto';
import { ticketCategory } from '../../src/ledger/ticket-category.ts';
import { opened } from './tickets.ts';

/** Puts a ticket of that number into the ledger. */
export async function ticketInLedger(
  options: { readonly eventStore: EventStore; readonly keyRing: KeyRing },
  tenant: TenantId,
  number: string,
): Promise<void> {
  const tickets = createCommandHandler(ticketCategory, options);
  await tickets.handle(
    newId('tkt'),
    {
      tenant,
      commandId: randomUUID(),
      derived: false,
      correlationId: 'a-correlation',
      actor: { kind: 'person', id: opened.requesterId, via: 'graphql' },
      origin: 'live',
      occurredAt: SOME_TIME,
      body: null,
    },
    () => accept({ ...opened, number }),
  );
}
