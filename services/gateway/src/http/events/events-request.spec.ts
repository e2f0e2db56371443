import { readEventsRequest } from './events-request.ts';

describe('What is asked of the event feed', () => {
  it('is everything that is readable, a hundred at once, without waiting, unless it says otherwise', () => {
    expect(readEventsRequest({})).toEqual({
      after: undefined,
      limit: 100,
      waitSeconds: 0,
      topics: ['ticket', 'person', 'team'],
      types: undefined,
    });
  });

  it('is the same whatever the order of its lists', () => {
    const [one, other] = [
      { topics: 'team,ticket', types: 'ledgerdesk.tickets.v1.NoteAdded,ledgerdesk.access.v1.TeamLeft' },
      { topics: 'ticket,team', types: 'ledgerdesk.access.v1.TeamLeft,ledgerdesk.tickets.v1.NoteAdded' },
    ].map((query) => readEventsRequest({ ...query, limit: '1000', wait: '30', after: 'x' }));
    expect(one).toEqual(other);
    expect(one).toMatchObject({ topics: ['ticket', 'team'], limit: 1000, waitSeconds: 30, after: 'x' });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a parameter that there is not', { type: 'x' }, 'MALFORMED_REQUEST'],
    ['a parameter that is there twice', { limit: ['1', '2'] }, 'MALFORMED_REQUEST'],
    ['no events', { limit: '0' }, 'MALFORMED_REQUEST'],
    ['a limit that is no number', { limit: '1e3' }, 'MALFORMED_REQUEST'],
    ['an empty limit', { limit: '' }, 'MALFORMED_REQUEST'],
    ['half a second', { wait: '0.5' }, 'MALFORMED_REQUEST'],
    ['a topic that is not readable', { topics: 'ticket,submission' }, 'MALFORMED_REQUEST'],
    ['no topic', { topics: '' }, 'MALFORMED_REQUEST'],
    ['half a type', { types: 'TicketOpened' }, 'MALFORMED_REQUEST'],
    ['too many events', { limit: '1001' }, 'OVER_LIMIT'],
    ['too long a wait', { wait: '31' }, 'OVER_LIMIT'],
    ['too many types', { types: Array.from({ length: 101 }, (_, n) => `a.B${n}`).join(',') }, 'OVER_LIMIT'],
  ])('is refused where it wants %s', (_, query, code) => {
    expect(() => readEventsRequest(query)).toThrow(expect.objectContaining({ code }));
  });
});
