import type { PersonId, TeamId } from '@ledgerdesk/kernel';
import type { Query } from '@ledgerdesk/read-models';
import { FeedHistory, SOME_TENANT, SOME_TIME } from '@ledgerdesk/testing';
import { ticketBoard } from '../../src/views/ticket-board/ticket-board.view.ts';
import { ticketPage, type TicketSlice } from '../../src/views/ticket-board/ticket-page.query.ts';
import type { TicketSearch } from '../../src/views/ticket-board/ticket-search.query.ts';
import type { Visibility } from '../../src/views/ticket-board/visibility.query.ts';
import { OTHER_TENANT } from '../support/desk.ts';
import { FilledViews } from '../support/filled-views.ts';

const ALL: Visibility = { all: true };
const [PERSON, TEAM] = ['psn_1' as PersonId, 'tea_1' as TeamId];

const BOARD = `ticket_board_v${ticketBoard.version}`;

/** So many tickets that a list which sorted them all would be felt; most are closed, and somebody's. */
const aLargeBoard = `
  INSERT INTO ${BOARD} (tenant_id, id, number, requester_id, state_kind, team_id, assignee_id, opened_at)
  SELECT CASE WHEN n % 4 = 0 THEN '${OTHER_TENANT}' ELSE '${SOME_TENANT}' END, 'tkt_' || lpad(n::text, 26, '0'),
    'LD-' || n, 'psn_' || n % 200, CASE WHEN n % 10 = 0 THEN 'open' ELSE 'closed' END, 'tea_' || n % 12,
    CASE WHEN n % 30 = 0 THEN '' ELSE 'psn_' || n % 50 END, timestamptz '${SOME_TIME}' + n * interval '1 minute'
  FROM generate_series(1, 30000) AS n`;

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Parent Relationship'?: string;
  readonly Plans?: readonly Plan[];
}

describe('A list of tickets among very many', () => {
  let filled: FilledViews;
  beforeAll(async () => {
    filled = await FilledViews.start(new FeedHistory());
    const client = await filled.database.pool.connect();
    await client.query(`BEGIN; SET LOCAL ledgerdesk.tenant = '*'; ${aLargeBoard}; COMMIT`);
    await client.query(`ANALYZE ${BOARD}`);
    client.release();
  });
  afterAll(() => filled.stop());

  /** How PostgreSQL would find the page. */
  async function planOf(search: TicketSearch & { readonly slice: TicketSlice }): Promise<Plan> {
    let plan: Plan | undefined;
    await filled.views.read(SOME_TENANT, (query) => {
      const explained = (async ({ text, ...statement }) => {
        const [row] = await query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>({
          ...statement,
          text: `EXPLAIN (FORMAT JSON) ${text}`,
        });
        plan = row?.['QUERY PLAN'][0]?.Plan;
        return [];
      }) as Query;
      return ticketPage(explained, search);
    });
    if (!plan) throw new Error('Nothing was planned');
    return plan;
  }

  const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

  /** The names of the indexes from which it is read in order, without a sort below its limit. */
  const readInOrder = (plan: Plan): readonly string[] =>
    nodesOf(plan)
      .filter((node) => node['Node Type'] === 'Limit' && node !== plan)
      .flatMap((limit) => limit.Plans ?? [])
      // The tenant is looked up once for all rows.
      .filter((below) => below['Parent Relationship'] !== 'InitPlan')
      .map((below) => below['Index Name'] ?? below['Node Type']);

  it.each<[string, TicketSearch, readonly string[]]>([
    ['all', { visible: ALL }, ['by_kind']],
    ['of a kind', { visible: ALL, filter: { kinds: ['open'] } }, ['by_kind']],
    ['of teams', { visible: ALL, filter: { teamIds: [TEAM, 'tea_2'] } }, ['by_team']],
    ['of an assignee', { visible: ALL, filter: { assigneeIds: [PERSON], kinds: ['open'] } }, ['by_assignee']],
    ['nobody’s', { visible: ALL, filter: { unassigned: true } }, ['by_assignee']],
    ['of a requester', { visible: ALL, filter: { requesterIds: [PERSON] } }, ['by_requester']],
    ['one’s own', { visible: { all: false, requesterId: PERSON, teamIds: [] } }, ['by_requester']],
    [
      'one’s own and those of one’s teams',
      { visible: { all: false, requesterId: PERSON, teamIds: [TEAM] } },
      ['by_requester', 'by_team'],
    ],
  ])('is read from an index that has them in order: %s', async (_, search, indexes) => {
    const named = indexes.map((index) => `${BOARD}_${index}`);
    for (const slice of [{ first: 25 }, { last: 25 }]) {
      expect(readInOrder(await planOf({ ...search, slice }))).toEqual(named);
    }
  });
});
