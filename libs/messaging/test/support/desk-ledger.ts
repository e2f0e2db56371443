import type { TopicMessage } from '@ledgerdesk/contracts';
import { eventIdOf, type EventStore, type NewEvent, type RecordedEvent } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import type { PublishedCategory } from '@ledgerdesk/messaging';
import { SOME_TENANT, SOME_TIME } from '@ledgerdesk/testing';
import { randomUUID } from 'node:crypto';

const teamMessage = ({ type, data }: RecordedEvent): TopicMessage<'team'> =>
  type === 'TeamAudited'
    ? { message: { $case: 'bareNotice', value: {} } }
    : { message: { $case: 'teamJoined', value: { personId: String(data['personId']) } } };

const ticketMessage = ({ data }: RecordedEvent): TopicMessage<'ticket'> => ({
  message: { $case: 'ticketTaken', value: { agentId: String(data['agentId']), state: undefined } },
});

/** Two public categories; what else stands in the ledger is private. */
export const published: readonly PublishedCategory[] = [
  { topic: 'team', toMessage: teamMessage } as PublishedCategory,
  { topic: 'ticket', toMessage: ticketMessage } as PublishedCategory,
];

/** A ledger that says little, of teams, tickets and private matters. */
export class DeskLedger {
  private readonly revisions = new Map<string, number>();

  constructor(
    readonly eventStore: EventStore,
    private readonly tenant: TenantId = SOME_TENANT,
  ) {}

  join(team: string, personId: string): Promise<void> {
    return this.append('team', team, 'TeamJoined', { personId });
  }

  audit(team: string): Promise<void> {
    return this.append('team', team, 'TeamAudited', {});
  }

  take(ticket: string, agentId: string): Promise<void> {
    return this.append('ticket', ticket, 'TicketTaken', { agentId });
  }

  claim(value: string): Promise<void> {
    return this.append('valueClaim', value, 'ValueClaimed', {});
  }

  private async append(category: string, id: string, type: string, data: NewEvent['data']): Promise<void> {
    const name = `${category}/${id}`;
    const revision = this.revisions.get(name) ?? -1;
    this.revisions.set(name, revision + 1);
    const commandId = randomUUID();
    const result = await this.eventStore.append(
      { category, tenant: this.tenant, id },
      revision === -1 ? 'no stream' : revision,
      [eventOf(this.tenant, commandId, type, data)],
      { commandId },
    );
    if (result.kind !== 'appended') throw new Error(`${name}: ${result.kind}`);
  }
}

const eventOf = (tenantId: TenantId, commandId: string, type: string, data: NewEvent['data']): NewEvent => ({
  eventId: eventIdOf(tenantId, commandId, 0),
  type,
  schemaVersion: 1,
  data,
  metadata: {
    tenantId,
    commandId,
    causationId: '0b0e8f3a-7d5c-4d39-9a55-d6c1d7c2a2f1',
    correlationId: commandId,
    actor: { kind: 'person', id: 'psn_01h455vb4pex5vsknk084sn02a', via: 'graphql' },
    origin: 'live',
    occurredAt: SOME_TIME,
  },
});
