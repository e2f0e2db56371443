import { FeedHistory, foldedRows, SOME_TENANT, SOME_TIME } from '@ledgerdesk/testing';
import { ANNA, CARLA, NETWORK, TICKET } from '../../../test/support/desk.ts';
import { ATicket, later } from '../../../test/support/tickets.ts';
import { ticketTimeline } from './ticket-timeline.view.ts';

describe('The timeline of a ticket', () => {
  let history: FeedHistory;
  let ticket: ATicket;
  beforeEach(() => {
    history = new FeedHistory();
    ticket = new ATicket(history);
  });

  const rows = () => foldedRows(ticketTimeline, history);
  const last = () => rows().at(-1);

  it('says who did what, when and how', () => {
    ticket.opened();
    expect(rows()).toEqual([
      {
        tenantId: SOME_TENANT,
        id: history.events[0]?.id,
        ticketId: TICKET,
        sequence: 0,
        kind: 'TicketOpened',
        occurredAt: SOME_TIME,
        actorKind: 'person',
        actorId: CARLA,
        actorVia: 'graphql',
        subjectId: CARLA,
        text: 'Since this morning.',
        format: 'text',
        messageId: 'msg_1',
        authorId: CARLA,
        authorVerified: true,
        direction: 'inbound',
        channel: 'form',
        stateKey: 'new',
        stateKind: 'new',
      },
    ]);
  });

  it('says that nobody knows who wrote the first message, where the ticket does', () => {
    ticket.opened({ authorVerified: false }).replied();
    expect(rows()).toMatchObject([
      { authorId: CARLA, authorVerified: false },
      { authorId: ANNA, authorVerified: true },
    ]);
  });

  it('holds every event in which the world has a part, by its place', () => {
    ticket.livedThrough();
    const shown = history.events.filter(({ message }) => message.message?.$case !== 'bareNotice');
    expect(rows().map(({ kind, sequence }) => [kind, sequence])).toEqual(
      shown.map(({ type, sequence }) => [type.split('.').at(-1), sequence]),
    );
    expect(shown.length).toBe(history.events.length - 1);
  });

  it('says for whom a service acted, and because of what', () => {
    const cause = { kind: 'service', id: 'service:tickets', onBehalfOf: CARLA, via: 'reaction' } as const;
    const event = {
      ...history.aggregate('ticket', TICKET).says({ $case: 'resolutionConfirmed', value: {} }, { by: cause }),
    };
    history.events.splice(0, 1, { ...event, causationId: 'a-cause' });
    expect(last()).toMatchObject({
      actorKind: 'service',
      actorId: 'service:tickets',
      actorOnBehalfOf: CARLA,
      actorVia: 'reaction',
      causationId: 'a-cause',
    });
  });

  it.each([
    ['the reply', () => ticket.replied(), { text: '<p>Which floor?</p>', format: 'html', direction: 'outbound' }],
    ['the note', () => ticket.noted(), { text: 'Her switch is old.', messageId: 'msg_3', authorId: ANNA }],
    ['why it is held', () => ticket.held(), { text: 'A part is on its way.', format: 'text' }],
    ['what resolved it', () => ticket.resolved(), { text: 'The cable was loose.', stateKind: 'resolved' }],
    ['why it is reopened', () => ticket.reopened(), { text: 'Again.', actorId: CARLA, stateKind: 'open' }],
    ['with whom it is', () => ticket.assigned(NETWORK), { teamId: NETWORK, stateKind: 'open' }],
    ['who took it', () => ticket.taken(), { agentId: ANNA }],
  ])('tells %s', (_, happens, told) => {
    ticket.opened();
    happens();
    expect(last()).toMatchObject({ sequence: 1, occurredAt: later(1), ...told });
  });

  it('tells an assignment to nobody by no one', () => {
    ticket.opened().assigned('');
    expect(last()).not.toHaveProperty('teamId');
    expect(last()).not.toHaveProperty('agentId');
  });

  it('knows that something was written, and about whom, after that person was erased', () => {
    ticket.opened().replied().held('');
    expect(last()).toMatchObject({ text: '', subjectId: CARLA });
    history.erase(CARLA);
    for (const row of rows()) {
      expect(row).toMatchObject({ subjectId: CARLA });
      expect(row).not.toHaveProperty('text');
    }
  });

  it('is empty where a submission was refused', () => {
    ticket.refused();
    expect(rows()).toEqual([]);
  });
});
