import { FeedHistory } from '@ledgerdesk/testing';
import { CARLA, NETWORK, TICKET } from '../../test/support/desk.ts';
import { peopleHistory } from '../../test/support/histories.ts';
import { ATicket } from '../../test/support/tickets.ts';
import { standingsIn } from './ticket-standing.ts';

describe('Who has to do with a ticket', () => {
  let history: FeedHistory;
  let ticket: ATicket;
  beforeEach(() => {
    history = new FeedHistory();
    ticket = new ATicket(history);
  });
  const standings = (from = 0) =>
    standingsIn(history.events.slice(from)).map(({ event: { subject, sequence }, ...said }) => ({
      subject,
      sequence,
      ...said,
    }));

  it('is what the last of a batch’s events says of it, and what the first said of its requester', () => {
    ticket.opened().assigned(NETWORK).replied();
    expect(standings()).toEqual([{ subject: TICKET, sequence: 1, requesterId: CARLA, teamId: NETWORK }]);
  });

  it('is said in part by a batch that does not begin with the ticket', () => {
    ticket.opened().assigned(NETWORK).assigned('');
    expect(standings(1)).toEqual([{ subject: TICKET, sequence: 2, requesterId: null, teamId: '' }]);
  });

  it('is said of tickets alone', () => {
    ticket.refused();
    expect(standingsIn([...history.events, ...peopleHistory().events])).toEqual([]);
  });
});
