import {
  createCommandHandler,
  firstVersion,
  type EventCategory,
  type EventStore,
  type KeyRing,
} from '@ledgerdesk/event-store';
import { accept, newId, RESERVED_TENANT, type TenantId, type TicketId } from '@ledgerdesk/kernel';
import { publishCategory, type PublishedCategory } from '@ledgerdesk/messaging';
import { SOME_TIME } from '@ledgerdesk/testing';
import { randomUUID } from 'node:crypto';

type TenantEvent = { readonly type: 'TenantRegistered'; readonly key: string; readonly name: string };
type TicketEvent =
  | { readonly type: 'TicketOpened'; readonly number: string; readonly submissionId: string }
  | { readonly type: 'SubmissionRefused'; readonly submissionId: string; readonly code: string };

const aggregate = { initial: null, evolve: () => null };
const tenant: EventCategory<null, TenantEvent> = {
  name: 'tenant',
  aggregate,
  versions: { TenantRegistered: firstVersion },
  personal: {},
};
const ticket: EventCategory<null, TicketEvent> = {
  name: 'ticket',
  aggregate,
  versions: { TicketOpened: firstVersion, SubmissionRefused: firstVersion },
  personal: {},
};

/** What is said of an opened ticket beside what intake listens for. */
export const unsaid = {
  requesterId: '',
  channel: '',
  priority: '',
  teamId: '',
  messageId: '',
  authorVerified: undefined,
  state: undefined,
  sealed: undefined,
};

/** What access and tickets publish, as far as this service listens. */
export const neighbourhood: readonly PublishedCategory[] = [
  publishCategory('tenant', tenant, {
    TenantRegistered: ({ key, name }) => ({ message: { $case: 'tenantRegistered', value: { key, name } } }),
  }),
  publishCategory('ticket', ticket, {
    TicketOpened: ({ number, submissionId }) => ({
      message: { $case: 'ticketOpened', value: { ...unsaid, number, submissionId } },
    }),
    SubmissionRefused: ({ submissionId, code }) => ({
      message: { $case: 'submissionRefused', value: { submissionId, code } },
    }),
  }),
];

/** The other services, as far as this one can tell. */
export class Neighbours {
  private readonly tenants;
  private readonly tickets;

  constructor(options: { readonly eventStore: EventStore; readonly keyRing: KeyRing }) {
    this.tenants = createCommandHandler(tenant, options);
    this.tickets = createCommandHandler(ticket, options);
  }

  /** Registers a tenant; answers its id. */
  async register(key: string, name: string): Promise<TenantId> {
    const id = newId('tnt');
    await this.tenants.handle(id, context(RESERVED_TENANT), () => accept({ type: 'TenantRegistered', key, name }));
    return id;
  }

  async tell(of: TenantId, event: TicketEvent, ticketId: TicketId = newId('tkt')): Promise<void> {
    await this.tickets.handle(ticketId, context(of), () => accept(event));
  }
}

const context = (of: TenantId) =>
  ({
    tenant: of,
    commandId: randomUUID(),
    derived: true,
    correlationId: 'a-correlation',
    actor: { kind: 'service', id: 'service:neighbour', via: 'reaction' },
    origin: 'live',
    occurredAt: SOME_TIME,
    body: null,
  }) as const;
