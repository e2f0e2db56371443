import { FeedHistory } from '@ledgerdesk/testing';
import { isToldToPartners, toldToPartners } from './told-to-partners.ts';

describe('What partners are told', () => {
  const history = new FeedHistory();
  const ticket = history.aggregate('ticket', 'tkt_1');

  it('is an event of a ticket, whole', () => {
    const value = { agentId: 'psn_1', state: undefined };
    expect(toldToPartners(ticket.says({ $case: 'ticketTaken', value }))).toBe('whole');
  });

  it('is of a note of the desk only that there was one', () => {
    expect(toldToPartners(ticket.says({ $case: 'noteAdded', value: {} as never }))).toBe('bare notice');
  });

  it('is of an event that this program does not know only that there was one', () => {
    const event = ticket.says({ $case: 'bareNotice', value: {} });
    expect(toldToPartners({ ...event, message: { message: undefined } })).toBe('bare notice');
    expect(toldToPartners({ ...event, message: { message: { $case: 'ticketTeleported' } as never } })).toBe(
      'bare notice',
    );
  });

  it('is nothing of submissions and of the tenant itself', () => {
    expect(['submission', 'tenant'].some((topic) => isToldToPartners(topic as never))).toBe(false);
    const received = history.aggregate('submission', 'sub_1').says({ $case: 'submissionReceived', value: {} as never });
    expect(toldToPartners(received)).toBeUndefined();
  });
});
