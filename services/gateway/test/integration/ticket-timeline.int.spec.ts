import { FeedHistory, SOME_TENANT } from '@ledgerdesk/testing';
import { timelinePage, type TimelineSlice } from '../../src/views/ticket-timeline/ticket-timeline.query.ts';
import { ANNA, CARLA, NETWORK, OTHER_TENANT, TICKET } from '../support/desk.ts';
import { FilledViews } from '../support/filled-views.ts';
import { ticketId } from '../support/histories.ts';
import { ATicket, later } from '../support/tickets.ts';

/** Carla's ticket, with two notes among its six events, between which a bare notice falls; Otto's key is gone. */
function twoTickets(): FeedHistory {
  const history = new FeedHistory();
  new ATicket(history).opened().assigned(NETWORK).noted().noticed().replied().noted('Ask the landlord.').resolved();
  new ATicket(history, ticketId(2)).opened({ requesterId: ANNA }).held('');
  history.erase(ANNA);
  return history;
}

describe('The timeline of a ticket', () => {
  let filled: FilledViews;
  beforeAll(async () => {
    filled = await FilledViews.start(twoTickets());
  });
  afterAll(() => filled.stop());

  const read = (slice: TimelineSlice, { notes = true, ticket = TICKET, tenant = SOME_TENANT } = {}) =>
    filled.views.read(tenant, (query) => timelinePage(query, { ticketId: ticket, notes, slice }));
  const sequences = async (slice: TimelineSlice, notes = true) => {
    const { entries, more } = await read(slice, { notes });
    return [entries.map(({ sequence }) => sequence), more];
  };

  it('is told from the beginning, forward and backward', async () => {
    expect(await sequences({ first: 4 })).toEqual([[0, 1, 2, 4], true]);
    expect(await sequences({ first: 4, after: 4 })).toEqual([[5, 6], false]);
    expect(await sequences({ last: 4 })).toEqual([[2, 4, 5, 6], true]);
    expect(await sequences({ last: 4, before: 2 })).toEqual([[0, 1], false]);
    expect(await sequences({ first: 6 })).toEqual([[0, 1, 2, 4, 5, 6], false]);
  });

  it('is told without notes to who may not read them', async () => {
    expect(await sequences({ first: 3 }, false)).toEqual([[0, 1, 4], true]);
    expect(await sequences({ last: 3 }, false)).toEqual([[1, 4, 6], true]);
  });

  it('says of each event what it says', async () => {
    const { entries } = await read({ first: 1, after: 3 });
    expect(entries).toEqual([
      {
        id: expect.any(String) as string,
        ticketId: TICKET,
        sequence: 4,
        kind: 'ReplyPosted',
        occurredAt: later(4),
        actorKind: 'person',
        actorId: ANNA,
        actorOnBehalfOf: null,
        actorVia: 'graphql',
        causationId: null,
        text: '<p>Which floor?</p>',
        format: 'html',
        erased: false,
        messageId: 'msg_2',
        authorId: ANNA,
        authorVerified: true,
        direction: 'outbound',
        channel: 'graphql',
        stateKey: null,
        stateKind: null,
        teamId: null,
        agentId: null,
      },
    ]);
  });

  it('tells apart what was erased and what never was', async () => {
    const written = async (ticket: typeof TICKET) =>
      (await read({ first: 9 }, { ticket })).entries.map(({ text, erased }) => [text, erased]);
    expect((await written(TICKET)).slice(0, 2)).toEqual([
      ['Since this morning.', false],
      [null, false],
    ]);
    expect(await written(ticketId(2))).toEqual([
      [null, true],
      [null, true],
    ]);
  });

  it('is empty for another tenant, and where there is no ticket', async () => {
    const nothing = { entries: [], more: false };
    expect(await read({ first: 9 }, { tenant: OTHER_TENANT })).toEqual(nothing);
    expect(await read({ last: 9 }, { ticket: ticketId(9) })).toEqual(nothing);
  });

  it('holds the requester’s own words as the requester’s', async () => {
    const [opening] = (await read({ first: 1 })).entries;
    expect(opening).toMatchObject({ authorId: CARLA, direction: 'inbound', channel: 'form' });
  });
});
