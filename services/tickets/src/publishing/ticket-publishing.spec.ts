import { tickets } from '@ledgerdesk/contracts';
import { createCommandHandler, InMemoryEventStore, InMemoryKeyRing, openValues } from '@ledgerdesk/event-store';
import { assertSameBytes, publishCategory } from '@ledgerdesk/messaging';
import { SOME_TIME } from '@ledgerdesk/testing';
import { randomUUID } from 'node:crypto';
import { ANNA, CARLA, NETWORK } from '../../test/support/people.ts';
import { all, SUBMISSION, TENANT } from '../../test/support/submissions.ts';
import * as past from '../../test/support/tickets.ts';
import type { TicketEvent } from '../domain/events.ts';
import { ticketCategory } from '../ledger/ticket-category.ts';
import { ticketPublishing } from './ticket-publishing.ts';

const TICKET = 'tkt_01h455vb4pex5vsknk084sn02q';
const state = (kind: tickets.State['kind']) => ({ key: kind, kind, lifecycleVersion: 1 });

const everything: readonly [TicketEvent, ...TicketEvent[]] = [
  { ...past.opened, submissionId: SUBMISSION },
  past.assigned,
  past.taken,
  past.written,
  past.noted,
  past.started,
  past.pended,
  { type: 'TicketResumed', state: past.state('in_progress') },
  past.held,
  past.resolved,
  past.reopened,
  { type: 'ResolutionConfirmed' },
  past.closed,
  { type: 'SubmissionRefused', submissionId: SUBMISSION, code: 'INVALID_INPUT' },
];

describe('What the world hears of a ticket', () => {
  const eventStore = new InMemoryEventStore();
  const keyRing = new InMemoryKeyRing();
  const { toMessage } = publishCategory('ticket', ticketCategory, ticketPublishing);
  const recorded = () => all(eventStore.readStream({ category: 'ticket', tenant: TENANT, id: TICKET }));
  const messages = async () => (await recorded()).map((event) => toMessage(event).message);

  beforeAll(async () => {
    const context = {
      tenant: TENANT,
      commandId: randomUUID(),
      derived: true,
      correlationId: 'a-correlation',
      actor: { kind: 'person', id: CARLA, via: 'graphql' },
      origin: 'live',
      occurredAt: SOME_TIME,
      body: null,
    } as const;
    await createCommandHandler(ticketCategory, { eventStore, keyRing }).handle(TICKET, context, () => ({
      accepted: true,
      events: everything,
    }));
  });

  it('is every event, each as itself', async () => {
    expect((await messages()).map((message) => message?.$case)).toEqual(
      everything.map(({ type }) => type.charAt(0).toLowerCase() + type.slice(1)),
    );
  });

  it('is exactly what its bytes say', async () => {
    for (const event of await recorded()) assertSameBytes('ticket', toMessage(event));
  });

  it('says who, where and in which state', async () => {
    expect(await messages()).toMatchObject([
      {
        value: {
          number: 'LD-1',
          requesterId: CARLA,
          channel: 'form',
          submissionId: SUBMISSION,
          teamId: '',
          priority: 'normal',
          authorVerified: true,
        },
      },
      { value: { teamId: NETWORK, agentId: '', state: state('open') } },
      { value: { agentId: ANNA, state: state('open') } },
      { value: { authorId: CARLA, direction: 'inbound', channel: 'graphql', messageId: past.WORD } },
      { value: { authorId: ANNA, messageId: past.NOTE } },
      { value: { state: state('in_progress') } },
      { value: { state: state('pending') } },
      { value: { state: state('in_progress') } },
      { value: { state: state('on_hold') } },
      { value: { state: state('resolved') } },
      { value: { state: state('open') } },
      { value: {} },
      { value: { state: state('closed') } },
      { value: { submissionId: SUBMISSION, code: 'INVALID_INPUT' } },
    ]);
  });

  it('keeps what was written closed, to be opened by whoever may', async () => {
    const [first] = await recorded();
    const message = first && toMessage(first).message;
    if (message?.$case !== 'ticketOpened' || !message.value.sealed) throw new Error('Nothing sealed');
    const travelled = tickets.TicketEvent.decode(tickets.TicketEvent.encode({ message }).finish()).message;
    if (travelled?.$case !== 'ticketOpened' || !travelled.value.sealed) throw new Error('Nothing arrived');
    expect(Buffer.from(tickets.TicketEvent.encode({ message }).finish()).includes('network')).toBe(false);

    const { eventId, schemaVersion } = first!;
    const [opened] = await openValues(keyRing, TENANT, [{ eventId, schemaVersion, sealed: travelled.value.sealed }]);
    expect(tickets.TicketOpenedPersonal.decode(opened as Uint8Array).subject).toBe('No network');
  });
});
