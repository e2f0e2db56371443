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
  }, 60_000);

  it('a cursor with a date out of range, or with anything else put into it, is none', async () => {
    const { tickets } = await desk
      .as('mira')
      .ask<{ tickets: { pageInfo: { endCursor: string } } }>('{ tickets(first: 2) { pageInfo { endCursor } } }');
    const [mark, place] = JSON.parse(Buffer.from(tickets.pageInfo.endCursor, 'base64url').toString()) as [
      string,
      object,
    ];
    const dates = [
      '9999-99-99T00:00:00.000Z',
      '+275760-09-13T00:00:00.001Z',
      '-000001-01-01T00:00:00.000Z',
      'infinity',
      '',
      'now',
      '2026-02-30T00:00:00.000Z',
    ];
    const values = fc.oneof(fc.constantFrom<unknown>(...dates, null, 0, 1e308), hostileText, fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(place)), values, async (field, value) => {
        const forged = Buffer.from(JSON.stringify([mark, { ...place, [field]: value }])).toString('base64url');
        const query = 'query ($after: String!) { tickets(first: 2, after: $after) { nodes { id } } }';
        expect(codesOf(await desk.operate(query, { after: forged }))).toEqual(['MALFORMED_CURSOR']);
      }),
      { numRuns: RUNS * 2 },
    );
  }, 60_000);

  it('a cursor of another list is not taken for one of this', async () => {
    const query = 'query ($filter: TicketFilter) { tickets(first: 1, filter: $filter) { pageInfo { endCursor } } }';
    const { tickets } = await desk.as('mira').ask<{ tickets: { pageInfo: { endCursor: string } } }>(query, {
      filter: { unassigned: true },
    });
    const next = 'query ($after: String!) { tickets(after: $after) { nodes { id } } }';
    await desk.expectRefused(() => desk.operate(next, { after: tickets.pageInfo.endCursor }), 'MALFORMED_CURSOR');
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
    const cut = [token.slice(0, -4), `${token}x`, Buffer.from('[[]]').toString('base64url'), '\u00e9'];
    for (const header of cut) {
      const codes = codesOf(await desk.post('{"query": "{ me { roles } }"}', { 'ledgerdesk-at-least': header }));
      for (const code of codes)
        expect(['MALFORMED_CURSOR', 'MALFORMED_REQUEST', 'FOREIGN_EPOCH', 'NOT_YET_VISIBLE']).toContain(code);
    }
  });
});
