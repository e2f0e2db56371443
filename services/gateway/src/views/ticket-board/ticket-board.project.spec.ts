import { FeedHistory, foldedRows, SOME_TENANT, SOME_TIME } from '@ledgerdesk/testing';
import { ANNA, CARLA, NETWORK, TICKET } from '../../../test/support/desk.ts';
import { ATicket, later } from '../../../test/support/tickets.ts';
import { ticketBoard } from './ticket-board.view.ts';

describe('A ticket on the board', () => {
  let history: FeedHistory;
  let ticket: ATicket;
  beforeEach(() => {
    history = new FeedHistory();
    ticket = new ATicket(history);
  });

  const row = () => foldedRows(ticketBoard, history)[0];

  it('begins as it was opened, with nobody', () => {
    ticket.opened();
    expect(foldedRows(ticketBoard, history)).toEqual([
      {
        tenantId: SOME_TENANT,
        id: TICKET,
        number: 'LD-1',
        subject: 'No network',
        requesterId: CARLA,
        channel: 'form',
        submissionId: '',
        firstMessageId: 'msg_1',
        priority: 'normal',
        stateKey: 'new',
        stateKind: 'new',
        lifecycleVersion: 1,
        teamId: '',
        assigneeId: '',
        openedAt: SOME_TIME,
        changedAt: SOME_TIME,
        publiclyChangedAt: SOME_TIME,
      },
    ]);
  });

  it('is with the team with which it was opened', () => {
    ticket.opened({ teamId: NETWORK });
    expect(row()).toMatchObject({ teamId: NETWORK, assigneeId: '' });
  });

  it('is with whom it was assigned to last, and with nobody where that was taken back', () => {
    ticket.opened().assigned(NETWORK, ANNA);
    expect(row()).toMatchObject({ teamId: NETWORK, assigneeId: ANNA, stateKind: 'open' });
    ticket.assigned('');
    expect(row()).toMatchObject({ teamId: '', assigneeId: '' });
  });

  it('stays with its team when an agent takes it', () => {
    ticket.opened().assigned(NETWORK).taken();
    expect(row()).toMatchObject({ teamId: NETWORK, assigneeId: ANNA });
  });

  it.each([
    ['started', 'in_progress', () => ticket.moved('ticketStarted', 'in_progress')],
    ['pended', 'pending', () => ticket.moved('ticketPended', 'pending')],
    ['resumed', 'in_progress', () => ticket.moved('ticketResumed', 'in_progress')],
    ['held', 'on_hold', () => ticket.held()],
    ['resolved', 'resolved', () => ticket.resolved()],
    ['reopened', 'open', () => ticket.reopened()],
    ['closed', 'closed', () => ticket.closed()],
  ])('stands where it was led when it is %s', (_, stateKind, happens) => {
    ticket.opened();
    happens();
    expect(row()).toMatchObject({ stateKind, stateKey: stateKind });
  });

  it('knows since when it is resolved and closed, until it is reopened', () => {
    ticket.opened().resolved().confirmed().closed();
    expect(row()).toMatchObject({ resolvedAt: later(1), closedAt: later(3) });
    ticket.reopened();
    expect(row()).not.toHaveProperty('resolvedAt');
    expect(row()).not.toHaveProperty('closedAt');
  });

  it.each([
    ['a reply', () => ticket.replied()],
    ['a confirmation', () => ticket.confirmed()],
  ])('is changed by %s in nothing but its time', (_, happens) => {
    ticket.opened();
    const before = row();
    happens();
    expect(row()).toEqual({ ...before, changedAt: later(1), publiclyChangedAt: later(1) });
  });

  it.each([
    ['a note', () => ticket.noted()],
    ['what is nobody’s business', () => ticket.noticed()],
  ])('is not changed by %s for whoever is not shown that it was', (_, happens) => {
    ticket.opened().replied();
    const before = row();
    happens();
    expect(row()).toEqual({ ...before, changedAt: later(2) });
    ticket.replied();
    expect(row()).toMatchObject({ changedAt: later(3), publiclyChangedAt: later(3) });
  });

  it('has no subject once its requester was erased', () => {
    ticket.opened().replied();
    history.erase(CARLA);
    expect(row()).not.toHaveProperty('subject');
    expect(row()).toMatchObject({ number: 'LD-1', requesterId: CARLA });
  });

  it('is none where a submission was refused', () => {
    ticket.refused();
    expect(foldedRows(ticketBoard, history)).toEqual([]);
  });
});
