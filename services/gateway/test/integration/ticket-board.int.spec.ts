import type { TicketId } from '@ledgerdesk/kernel';
import type { Query } from '@ledgerdesk/read-models';
import { FeedHistory, SOME_TENANT, SOME_TIME } from '@ledgerdesk/testing';
import {
  ticketById,
  ticketByNumber,
  ticketsByIds,
  type BoardTicket,
} from '../../src/views/ticket-board/ticket-board.query.ts';
import { ticketCount } from '../../src/views/ticket-board/ticket-count.query.ts';
import { ticketPage, type TicketSlice } from '../../src/views/ticket-board/ticket-page.query.ts';
import type { TicketFilter, TicketSearch } from '../../src/views/ticket-board/ticket-search.query.ts';
import type { Visibility } from '../../src/views/ticket-board/visibility.query.ts';
import { ANNA, BILLING, BORIS, CARLA, NETWORK, OTHER_TENANT, OTTO } from '../support/desk.ts';
import { FilledViews } from '../support/filled-views.ts';
import { ticketId } from '../support/histories.ts';
import { ATicket, later } from '../support/tickets.ts';

const ALL: Visibility = { all: true };
const NONE: Visibility = { all: false, requesterId: null, teamIds: [] };
const CARLAS: Visibility = { all: false, requesterId: CARLA, teamIds: [] };
const OF_NETWORK: Visibility = { all: false, requesterId: null, teamIds: [NETWORK] };
const CARLAS_AND_NETWORKS: Visibility = { all: false, requesterId: CARLA, teamIds: [NETWORK] };

/**
 * Twelve tickets, opened in threes in the same millisecond: by Carla and Otto in turn, with the teams of `TEAMS` in turn;
 * every fourth is taken by Anna, two are resolved. Beside them one that never was, one that was not heard of
 * from the beginning, and one of another tenant.
 */
function aBoard(): FeedHistory {
  const history = new FeedHistory();
  for (let n = 0; n < 12; n += 1) {
    const ticket = new ATicket(history, ticketId(n)).opened({
      number: `LD-${n}`,
      requesterId: n % 2 === 0 ? CARLA : OTTO,
      teamId: TEAMS[n % 3] ?? '',
      at: later(Math.floor(n / 3)),
    });
    if (n % 4 === 0) ticket.taken(ANNA);
    if (n === 4 || n === 5) ticket.resolved();
  }
  new ATicket(history, ticketId(50)).refused();
  new ATicket(history, ticketId(51)).noticed();
  new ATicket(history, ticketId(60), OTHER_TENANT).opened({ number: 'LD-7' });
  return history;
}

const TEAMS = [NETWORK, BILLING, ''] as const;

const numbersOf = (tickets: readonly BoardTicket[]): readonly string[] => tickets.map(({ number }) => number);

describe('The ticket board', () => {
  let filled: FilledViews;
  beforeAll(async () => {
    filled = await FilledViews.start(aBoard());
  });
  afterAll(() => filled.stop());

  const read = <Result>(work: (query: Query) => Promise<Result>, tenant = SOME_TENANT) =>
    filled.views.read(tenant, work);
  const page = (search: Partial<TicketSearch>, slice: TicketSlice = { first: 100 }) =>
    read((query) => ticketPage(query, { visible: ALL, ...search, slice }));
  const found = async (search: Partial<TicketSearch>) => numbersOf((await page(search)).tickets);

  it('shows a ticket by id and by number', async () => {
    const ticket = await read((query) => ticketById(query, ticketId(4), ALL));
    expect(ticket).toEqual({
      id: ticketId(4),
      number: 'LD-4',
      subject: 'No network',
      requesterId: CARLA,
      channel: 'form',
      submissionId: null,
      firstMessageId: 'msg_1',
      priority: 'normal',
      stateKey: 'resolved',
      stateKind: 'resolved',
      lifecycleVersion: 1,
      teamId: BILLING,
      assigneeId: ANNA,
      openedAt: later(1),
      changedAt: later(2),
      publiclyChangedAt: later(2),
      resolvedAt: later(2),
      closedAt: null,
      revision: 2,
    });
    expect(await read((query) => ticketByNumber(query, 'LD-4', ALL))).toEqual(ticket);
  });

  it('shows several at once, and leaves out what is not there', async () => {
    const tickets = await read((query) => ticketsByIds(query, [ticketId(1), ticketId(50), ticketId(99)], ALL));
    expect(numbersOf(tickets)).toEqual(['LD-1']);
    expect(tickets).toMatchObject([{ teamId: BILLING, assigneeId: null }]);
  });

  it.each<[string, TicketId, string]>([
    ['of another tenant', ticketId(60), 'LD-60'],
    ['that came of a refused submission', ticketId(50), 'LD-50'],
    ['of which it was not heard how it was opened', ticketId(51), 'LD-51'],
    ['that never was', ticketId(99), 'LD-99'],
  ])('shows no ticket %s', async (_, id, number) => {
    expect(await read((query) => ticketById(query, id, ALL))).toBeUndefined();
    expect(await read((query) => ticketByNumber(query, number, ALL))).toBeUndefined();
  });

  it('keeps tenants apart', async () => {
    const [theirs] = await read((query) => ticketsByIds(query, [ticketId(60), ticketId(1)], ALL), OTHER_TENANT);
    expect(theirs).toMatchObject({ id: ticketId(60), number: 'LD-7' });
    expect(await read((query) => ticketById(query, ticketId(1), ALL), OTHER_TENANT)).toBeUndefined();
    expect(await read((query) => ticketCount(query, { visible: ALL }), OTHER_TENANT)).toEqual({
      value: 1,
      exact: true,
    });
  });

  it('lists the newest first', async () => {
    const { tickets, more } = await page({});
    expect(numbersOf(tickets)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((n) => `LD-${n}`));
    expect(tickets.at(-1)?.openedAt).toBe(SOME_TIME);
    expect(more).toBe(false);
  });

  describe('read in slices', () => {
    const searches: readonly [string, Partial<TicketSearch>][] = [
      ['all', {}],
      ['one’s own', { visible: CARLAS }],
      ['a team’s', { visible: OF_NETWORK }],
      ['one’s own and a team’s', { visible: CARLAS_AND_NETWORKS }],
      ['nobody’s', { filter: { unassigned: true } }],
      ['of two teams', { filter: { teamIds: [NETWORK, BILLING] } }],
    ];

    it.each(searches)('has every ticket once, down and up, over ties: %s', async (_, search) => {
      const whole = await found(search);
      expect(whole.length).toBeGreaterThan(3);
      for (const size of [1, 2, 5]) {
        expect(await walked(search, size, 'down')).toEqual(whole);
        expect(await walked(search, size, 'up')).toEqual(whole);
      }
    });

    it('says whether there is more in the direction in which it is read', async () => {
      const more = async (slice: TicketSlice) => (await page({}, slice)).more;
      expect(await more({ first: 11 })).toBe(true);
      expect(await more({ first: 12 })).toBe(false);
      expect(await more({ last: 11 })).toBe(true);
      expect(await more({ last: 12 })).toBe(false);
    });

    it('goes on from a place whose ticket is gone', async () => {
      const place = { openedAt: later(1), id: ticketId(5).replace('0005', '0004z') as TicketId };
      expect(numbersOf((await page({}, { first: 2, after: place })).tickets)).toEqual(['LD-4', 'LD-3']);
      expect(numbersOf((await page({}, { last: 2, before: place })).tickets)).toEqual(['LD-6', 'LD-5']);
    });

    /** All that the slices hold, from the top. */
    async function walked(search: Partial<TicketSearch>, size: number, way: 'down' | 'up'): Promise<readonly string[]> {
      let seen: readonly BoardTicket[] = [];
      for (;;) {
        const place = way === 'down' ? seen.at(-1) : seen[0];
        const slice: TicketSlice =
          way === 'down'
            ? { first: size, ...(place && { after: place }) }
            : { last: size, ...(place && { before: place }) };
        const { tickets, more } = await page(search, slice);
        seen = way === 'down' ? [...seen, ...tickets] : [...tickets, ...seen];
        if (!more) return numbersOf(seen);
      }
    }
  });

  it.each<[string, TicketFilter, readonly number[]]>([
    ['kinds of state', { kinds: ['resolved', 'pending'] }, [5, 4]],
    ['a kind given twice', { kinds: ['resolved', 'resolved'] }, [5, 4]],
    ['no kind', { kinds: [] }, []],
    ['a requester', { requesterIds: [OTTO] }, [11, 9, 7, 5, 3, 1]],
    ['a team', { teamIds: [NETWORK] }, [9, 6, 3, 0]],
    ['an assignee', { assigneeIds: [ANNA, BORIS] }, [8, 4, 0]],
    ['nobody’s', { unassigned: true, kinds: ['resolved'] }, [5]],
    ['an assignee’s and nobody’s', { assigneeIds: [ANNA], unassigned: true, teamIds: [NETWORK] }, [9, 6, 3, 0]],
    ['all of these', { requesterIds: [CARLA], teamIds: [BILLING], assigneeIds: [ANNA], kinds: ['resolved'] }, [4]],
    ['no team', { teamIds: [] }, []],
  ])('is narrowed to %s', async (_, filter, numbers) => {
    expect(await found({ filter })).toEqual(numbers.map((n) => `LD-${n}`));
  });

  describe('to somebody who may not see everything', () => {
    const sights: readonly [string, Visibility, readonly number[]][] = [
      ['one’s own', CARLAS, [10, 8, 6, 4, 2, 0]],
      ['those of a team', OF_NETWORK, [9, 6, 3, 0]],
      ['both, each once', CARLAS_AND_NETWORKS, [10, 9, 8, 6, 4, 3, 2, 0]],
      ['nothing', NONE, []],
    ];

    it.each(sights)('shows %s', async (_, visible, numbers) => {
      const expected = numbers.map((n) => `LD-${n}`);
      const everything = Array.from({ length: 12 }, (__, n) => ticketId(n));
      expect(await found({ visible })).toEqual(expected);
      const byIds = await read((query) => ticketsByIds(query, everything, visible));
      expect(numbersOf(byIds).toSorted()).toEqual(expected.toSorted());
      expect(await read((query) => ticketCount(query, { visible }))).toEqual({ value: numbers.length, exact: true });
    });

    it('shows what is hidden as what is not there, however it is looked for', async () => {
      expect(await read((query) => ticketById(query, ticketId(1), CARLAS))).toBeUndefined();
      expect(await read((query) => ticketByNumber(query, 'LD-1', CARLAS))).toBeUndefined();
      for (const filter of [{ requesterIds: [OTTO] }, { teamIds: [''] as never }, { assigneeIds: [BORIS] }]) {
        expect(await found({ visible: OF_NETWORK, filter: { ...filter, kinds: ['resolved'] } })).toEqual([]);
      }
      expect(await found({ visible: CARLAS, filter: { requesterIds: [OTTO, CARLA], kinds: ['resolved'] } })).toEqual([
        'LD-4',
      ]);
    });
  });

  it('counts what a search finds, up to where it stops counting', async () => {
    const count = (filter: TicketFilter, atMost?: number) =>
      read((query) => ticketCount(query, { visible: ALL, filter }, atMost));
    expect(await count({})).toEqual({ value: 12, exact: true });
    expect(await count({ unassigned: true, teamIds: [NETWORK] })).toEqual({ value: 3, exact: true });
    expect(await count({}, 12)).toEqual({ value: 12, exact: true });
    expect(await count({}, 11)).toEqual({ value: 11, exact: false });
  });
});
