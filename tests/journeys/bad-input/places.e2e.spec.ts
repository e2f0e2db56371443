import fc from 'fast-check';
import { HARBOUR } from '../../support/access-tokens.ts';
import { AttackedDesk, RUNS } from '../../support/bad-input/attacked-desk.ts';
import { hostileText } from '../../support/bad-input/hostile.ts';
import { codesOf } from '../../support/bad-input/typed-answer.ts';

describe('In place of an id, a number or a cursor', () => {
  let desk: AttackedDesk;
  let ours: string;
  let theirs: string;

  beforeAll(async () => {
    desk = await AttackedDesk.start();
    [ours, theirs] = [await desk.ticketOf('mira'), await desk.ticketOf('jun')];
  });
  afterAll(async () => expect(await desk.stop()).toEqual([]));

  it('finds nothing, or is malformed, whatever it is', async () => {
    const queries = [
      'query ($text: ID!) { ticket(id: $text) { id } }',
      'query ($text: String!) { ticketByNumber(number: $text) { id } }',
      'query ($text: String!) { tickets(after: $text) { nodes { id } } }',
      'query ($text: String!) { tickets(last: 2, before: $text) { nodes { id } } }',
      'query ($text: String!) { me(atLeast: $text) { roles } }',
      'query ($text: ID!) { tickets(filter: { teamIds: [$text] }) { nodes { id } } }',
      `query ($text: String!) { ticket(id: "${ours}") { timeline(after: $text) { nodes { id } } } }`,
    ];
    const made = fc.oneof(hostileText, fc.base64String({ maxLength: 60 }), fc.constantFrom(theirs, HARBOUR));
    await fc.assert(
      fc.asyncProperty(made, fc.constantFrom(...queries), async (text, query) => {
        const codes = codesOf(await desk.operate(query, { text }));
        for (const code of codes) expect(['MALFORMED_CURSOR', 'MALFORMED_REQUEST', 'TOO_LARGE']).toContain(code);
      }),
      { numRuns: RUNS * 5 },
    );
  });

  it('a cursor in which anything was changed is none', async () => {
    const { tickets } = await desk
      .as('mira')
      .ask<{ tickets: { pageInfo: { endCursor: string } } }>('{ tickets(first: 2) { pageInfo { endCursor } } }');
    const cursor = Buffer.from(tickets.pageInfo.endCursor, 'base64url');
    const query = 'query ($after: String!) { tickets(first: 2, after: $after) { nodes { id } } }';
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: cursor.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const forged = Buffer.from(cursor);
        forged[at]! ^= change;
        const after = forged.toString('base64url');
        expect(codesOf(await desk.operate(query, { after }))).toEqual(['MALFORMED_CURSOR']);
      }),
      { numRuns: RUNS * 2 },
    );
  });

  it('a cursor of another list, or of the same list of another tenant, is not taken for one of this', async () => {
    const query = 'query ($filter: TicketFilter) { tickets(first: 1, filter: $filter) { pageInfo { endCursor } } }';
    const cursorOf = async (login: string, filter: object): Promise<string> => {
      type Found = { readonly tickets: { readonly pageInfo: { readonly endCursor: string } } };
      return (await desk.as(login).ask<Found>(query, { filter })).tickets.pageInfo.endCursor;
    };
    const next = 'query ($after: String!) { tickets(after: $after) { nodes { id } } }';
    for (const after of [await cursorOf('mira', { unassigned: true }), await cursorOf('jun', {})])
      await desk.expectRefused(() => desk.operate(next, { after }), 'MALFORMED_CURSOR');
  });

  it.each(['first: -1', 'first: 201', 'first: 0', 'last: -5', 'first: 1, last: 1', 'first: 99999999999', 'first: 1.5'])(
    'a page of %s is not given',
    async (size) => {
      const codes = codesOf(await desk.operate(`{ tickets(${size}) { nodes { id } } }`));
      if (size !== 'first: 0') expect(codes).toHaveLength(1);
      for (const code of codes) expect(['MALFORMED_REQUEST', 'OVER_LIMIT']).toContain(code);
    },
  );

  it('a token to wait by, of another ledger or of none, is told to be that', async () => {
    const { atLeast } = await desk.as('ines').command('openTicket', {
      subject: 'Here',
      body: { content: 'x' },
    });
    const [token = ''] = Object.values(atLeast);
    const cut = [token.slice(0, -4), `${token}xxxx`, Buffer.from('[[]]').toString('base64url'), '\u00e9'];
    for (const header of cut) {
      const answer = await desk.post('{"query": "{ me { roles } }"}', { 'ledgerdesk-at-least': header });
      expect(codesOf(answer)).toEqual(['MALFORMED_CURSOR']);
    }
  });
});
