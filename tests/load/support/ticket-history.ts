import { tickets } from '@ledgerdesk/contracts';
import {
  eventIdOf,
  sealValue,
  type EventStore,
  type KeyRing,
  type NewEvent,
  type SubjectKey,
} from '@ledgerdesk/event-store';
import { instantOf, newId, type JsonObject, type PersonId, type TenantId } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';
import { times } from './in-flight.ts';
import type { TicketCommand } from './ticket-life.ts';

/** So many tickets a requester has had. */
const TICKETS_PER_REQUESTER = 4;

const TEXT = 'The printer on the second floor prints everything twice since this morning. '.repeat(4);
const { TicketOpenedPersonal, ReplyPostedPersonal, TicketResolvedPersonal } = tickets;
const body = { format: 'text', content: TEXT };
const PLAIN = {
  opened: TicketOpenedPersonal.encode({ subject: 'The printer prints everything twice', body }).finish(),
  reply: ReplyPostedPersonal.encode({ body }).finish(),
  resolved: TicketResolvedPersonal.encode({ resolution: TEXT }).finish(),
};

/** What a ticket of this history goes through. */
export const EVENTS_PER_TICKET = 8;

const IN_FLIGHT = 16;

/** Writes so many whole tickets into the ledger. */
export function seedTickets(store: EventStore, history: TicketHistory, count: number): Promise<void> {
  const write = async (): Promise<void> => {
    const { stream, expected, events, command } = await history.next();
    await store.append(stream, expected, events, command);
  };
  return times(
    count,
    Array.from({ length: IN_FLIGHT }, () => write),
  );
}

interface Requester {
  readonly id: PersonId;
  readonly key: SubjectKey;
  left: number;
}

/** Whole tickets as the ledger holds them, from the first word to the closure, their texts sealed under their requesters. */
export class TicketHistory {
  private requester: Promise<Requester> | undefined;
  private number = 0;
  private readonly tenant: TenantId;
  private readonly keyRing: KeyRing;

  // Not parameter properties: Node runs benches without compiling them, and strips types only.
  constructor(tenant: TenantId, keyRing: KeyRing) {
    this.tenant = tenant;
    this.keyRing = keyRing;
  }

  async next(): Promise<TicketCommand> {
    const requester = await this.nextRequester();
    const commandId = randomUUID();
    const agentId = newId('psn');
    this.number += 1;
    const opened = {
      number: `LD-${this.number}`,
      requesterId: requester.id,
      channel: 'form',
      submissionId: null,
      priority: 'normal',
      state: state('new', 'new'),
      teamId: newId('tea'),
      messageId: newId('msg'),
    };
    const said = { messageId: newId('msg'), channel: 'graphql' };
    const drafts: readonly (readonly [string, JsonObject, Uint8Array?])[] = [
      ['TicketOpened', opened, PLAIN.opened],
      ['TicketAssigned', { teamId: newId('tea'), agentId, state: state('open', 'open') }],
      ['TicketStarted', { state: state('in_progress', 'in_progress') }],
      ['ReplyPosted', { ...said, authorId: agentId, direction: 'outbound' }, PLAIN.reply],
      ['TicketPended', { state: state('pending', 'pending') }],
      ['ReplyPosted', { ...said, authorId: requester.id, direction: 'inbound' }, PLAIN.reply],
      ['TicketResolved', { state: state('resolved', 'resolved') }, PLAIN.resolved],
      ['TicketClosed', { state: state('closed', 'closed') }],
    ];
    const events = drafts.map(([type, clear, plain], index) => {
      const eventId = eventIdOf(this.tenant, commandId, index);
      const subject = requester.id;
      const sealed = plain && [{ ...sealValue(plain, [requester.key], { eventId, schemaVersion: 1, subject }) }];
      const metadata = this.metadata(commandId, agentId);
      return { eventId, type, schemaVersion: 1, data: { ...clear, ...(sealed && { sealed }) }, metadata };
    });
    const [first, ...rest] = events;
    return {
      stream: { category: 'ticket', tenant: this.tenant, id: newId('tkt') },
      expected: 'no stream',
      events: [first!, ...rest],
      command: { commandId, digest: Buffer.alloc(32, commandId) },
    };
  }

  private async nextRequester(): Promise<Requester> {
    const current = await this.requester;
    if (current && current.left > 0) {
      current.left -= 1;
      return current;
    }
    const made = this.newRequester();
    this.requester = made;
    return made;
  }

  private async newRequester(): Promise<Requester> {
    const id = newId('psn');
    const keys = await this.keyRing.keysFor(this.tenant, [id]);
    return { id, key: keys.get(id)!, left: TICKETS_PER_REQUESTER - 1 };
  }

  private metadata(commandId: string, id: PersonId): NewEvent['metadata'] {
    return {
      tenantId: this.tenant,
      commandId,
      correlationId: commandId,
      actor: { kind: 'person', id, via: 'graphql' },
      origin: 'live',
      occurredAt: instantOf(Date.now()),
    };
  }
}

const state = (key: string, kind: string): JsonObject => ({ key, kind, lifecycleVersion: 1 });
