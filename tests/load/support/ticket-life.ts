import {
  eventIdOf,
  type CommandMemo,
  type ExpectedRevision,
  type NewEvent,
  type StreamId,
} from '@ledgerdesk/event-store';
import { instantOf, newId, type JsonObject, type TenantId } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';

const TENANT = newId('tnt');

/** So many commands change a ticket before its worker turns to a new one. */
const COMMANDS = 8;

/** An append as a service makes it: one person's command on one ticket. */
export interface TicketCommand {
  readonly stream: StreamId;
  readonly expected: ExpectedRevision;
  readonly events: readonly [NewEvent, ...NewEvent[]];
  readonly command: CommandMemo;
}

/** What a data subject's part adds to an event's data. */
export type Sealing = (eventId: string) => JsonObject;

/** The commands of one worker: ticket after ticket, each for as many commands as a ticket commonly sees. */
export class TicketLife {
  private stream: StreamId;
  private revision = -1;
  private commands = 0;
  private readonly eventsPerCommand: number;
  private readonly sealing: Sealing;
  private readonly tenant: TenantId;

  // Not parameter properties: Node runs benches without compiling them, and strips types only.
  constructor(eventsPerCommand: number, sealing: Sealing = () => ({}), tenant: TenantId = TENANT) {
    this.eventsPerCommand = eventsPerCommand;
    this.sealing = sealing;
    this.tenant = tenant;
    this.stream = this.newTicket();
  }

  next(): TicketCommand {
    if (this.commands === COMMANDS) {
      this.stream = this.newTicket();
      this.revision = -1;
      this.commands = 0;
    }
    const expected = this.revision === -1 ? 'no stream' : this.revision;
    const commandId = randomUUID();
    const actor = { kind: 'person', id: newId('psn'), via: 'graphql' } as const;
    const [first, ...rest] = Array.from({ length: this.eventsPerCommand }, (_, index) =>
      this.event(commandId, index, actor),
    );
    this.commands += 1;
    this.revision += this.eventsPerCommand;
    const command = { commandId, digest: Buffer.alloc(32, commandId) };
    return { stream: this.stream, expected, events: [first!, ...rest], command };
  }

  private event(commandId: string, index: number, actor: NewEvent['metadata']['actor']): NewEvent {
    const eventId = eventIdOf(this.tenant, commandId, index);
    return {
      eventId,
      type: 'TicketAssigned',
      schemaVersion: 1,
      data: {
        agentId: newId('psn'),
        teamId: newId('tea'),
        state: 'open',
        lifecycleVersion: 3,
        ...this.sealing(eventId),
      },
      metadata: {
        tenantId: this.tenant,
        commandId,
        correlationId: commandId,
        actor,
        origin: 'live',
        occurredAt: instantOf(Date.now()),
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      },
    };
  }

  private newTicket(): StreamId {
    return { category: 'ticket', tenant: this.tenant, id: newId('tkt') };
  }
}
