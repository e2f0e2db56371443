import { newId } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';
import { postGraphql } from '../../support/graphql-client.ts';
import type { DeskPerson } from '../../support/gateway/desk-people.ts';
import { startHarbourDesk, type HarbourDesk } from '../../support/gateway/harbour-desk.ts';

interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string;
    readonly endCursor: string;
  };
  readonly totalCount: { readonly value: number; readonly exact: boolean };
}
type Tickets = Connection<{ readonly number: string; readonly subject: string }>;

const TYPES = { id: 'ID!', cursor: 'String', team: '[ID!]', person: '[ID!]' };

/** Declares the variables that are used. */
function declared(text: string): string {
  const used = Object.entries(TYPES).filter(([name]) => text.includes(`$${name}`));
  return used.length > 0 ? `(${used.map(([name, type]) => `$${name}: ${type}`).join(', ')})` : '';
}

const PAGE = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

describe('Queries', () => {
  let gateway: HarbourDesk['gateway'];
  let team: HarbourDesk['team'];
  let [requester, other, agent, supervisor, stranger]: DeskPerson[] = [];
  const ids: string[] = [];

  beforeAll(async () => {
    ({ gateway, team, requester, other, agent, supervisor, stranger } = await startHarbourDesk());
    for (const subject of ['A', 'B', 'C', 'D', 'E']) {
      ids.push(await open(subject));
    }
    await change(agent, [
      { assign: { teamId: team } },
      { take: true },
      { startWork: true },
      { note: { body: { content: 'Among us.' } } },
    ]);
    await change(agent, [{ reply: { body: { content: 'Have a look.' } } }]);
    await gateway.caughtUp();
  });
  afterAll(() => gateway.stop());

  async function ask<Data>(
    by: DeskPerson | undefined,
    query: string,
    variables: object = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Data> {
    const { data, errors } = await postGraphql<Data>(gateway.address, by?.token, { query, variables, headers });
    if (errors) throw new Error(JSON.stringify(errors));
    return data!;
  }

  async function open(subject: string): Promise<string> {
    const { openTicket } = await ask<{ openTicket: { ticketId: string } }>(
      requester,
      'mutation ($input: OpenTicketInput!) { openTicket(input: $input) { ... on OpenTicketSuccess { ticketId } } }',
      { input: { commandId: randomUUID(), subject, body: { content: `The story of ${subject}` } } },
    );
    return openTicket.ticketId;
  }

  const change = (by: DeskPerson | undefined, commands: readonly object[], ticketId = ids[0]) =>
    ask(
      by,
      'mutation ($input: ChangeTicketInput!) { changeTicket(input: $input) { ... on TicketSuccess { revision } } }',
      {
        input: { commandId: randomUUID(), ticketId, commands },
      },
    );

  const list = async (by: DeskPerson | undefined, args: string, variables: object = {}): Promise<Tickets> =>
    (
      await ask<{ tickets: Tickets }>(
        by,
        `query ${declared(args)} {
      tickets(${args}) { nodes { number subject } ${PAGE} totalCount { value exact } }
    }`,
        variables,
      )
    ).tickets;
  const subjects = ({ nodes }: Tickets): string => nodes.map(({ subject }) => subject).join('');

  it('say who asks', async () => {
    expect(await ask(agent, '{ me { person { name } tenant { key name } roles teams { name } permissions } }')).toEqual(
      {
        me: {
          person: { name: 'Mira' },
          tenant: { key: 'harbour', name: 'Harbour' },
          roles: ['agent'],
          teams: [{ name: 'Workshop' }],
          permissions: expect.arrayContaining(['ticket.read', 'ticket.assign:team']),
        },
      },
    );
  });

  it('find a ticket by id and by number, in the language of the caller', async () => {
    const fields =
      'number subject channel revision state { key kind label } priority { key label } requester { name } assignee { name } team { key } withheld { path }';
    const found = await ask<{ ticket: { number: string } }>(
      requester,
      `query ($id: ID!) { ticket(id: $id) { ${fields} } }`,
      { id: ids[0] },
      { 'accept-language': 'de-AT, en;q=0.5' },
    );
    expect(found.ticket).toMatchObject({
      subject: 'A',
      channel: 'graphql',
      revision: 5,
      state: { key: 'in_progress', kind: 'IN_PROGRESS', label: 'In Arbeit' },
      priority: { key: 'normal', label: 'Normal' },
      requester: { name: 'Ines' },
      assignee: { name: 'Mira' },
      team: { key: 'workshop' },
      withheld: [],
    });
    const { number } = found.ticket;
    const byNumber = await ask(
      requester,
      `query ($number: String!) { ticketByNumber(number: $number) { ${fields} } }`,
      { number },
      { 'accept-language': 'de' },
    );
    expect(byNumber).toEqual({ ticketByNumber: found.ticket });
  });

  it('answer the same for a ticket that is hidden, of another tenant, or not there', async () => {
    const { tickets } = await ask<{ tickets: Tickets }>(requester, '{ tickets(first: 1) { nodes { number } } }');
    const number = tickets.nodes[0]?.number;
    const both =
      'query ($id: ID!, $number: String!) { ticket(id: $id) { id timeline { nodes { text } } } ticketByNumber(number: $number) { id } }';
    const nothing = { ticket: null, ticketByNumber: null };
    expect(await ask(other, both, { id: ids[0], number })).toEqual(nothing);
    expect(await ask(stranger, both, { id: ids[0], number })).toEqual(nothing);
    expect(await ask(other, both, { id: newId('tkt'), number: 'LD-999999' })).toEqual(nothing);
    expect((await list(other, 'first: 5')).totalCount).toEqual({ value: 0, exact: true });
  });

  it('show the timeline with who and why, and notes to the desk only', async () => {
    const timeline =
      'query ($id: ID!) { ticket(id: $id) { timeline { nodes { sequence kind text format actor { kind name via } author { name } direction state { kind } team { name } agent { name } cause } } } }';
    interface Found {
      ticket: { timeline: Connection<{ sequence: number; kind: string }> };
    }
    const kinds = async (by: DeskPerson | undefined) =>
      (await ask<Found>(by, timeline, { id: ids[0] })).ticket.timeline.nodes.map(({ kind }) => kind);
    const all = ['TICKET_OPENED', 'TICKET_ASSIGNED', 'TICKET_TAKEN', 'TICKET_STARTED', 'NOTE_ADDED', 'REPLY_POSTED'];
    expect(await kinds(supervisor)).toEqual(all);
    expect(await kinds(requester)).toEqual(all.filter((kind) => kind !== 'NOTE_ADDED'));
    const { ticket } = await ask<Found>(requester, timeline, { id: ids[0] });
    expect(ticket.timeline.nodes.at(-1)).toEqual({
      sequence: null,
      kind: 'REPLY_POSTED',
      text: 'Have a look.',
      format: 'TEXT',
      actor: { kind: 'PERSON', name: 'Mira', via: 'graphql' },
      author: { name: 'Mira' },
      direction: 'OUTBOUND',
      state: null,
      team: null,
      agent: null,
      cause: null,
    });
  });

  it('let nobody who may not read notes count them: not by places, and not by cursors', async () => {
    const query =
      'query ($id: ID!) { ticket(id: $id) { timeline { nodes { sequence withheld { path reason } } edges { cursor } } } }';
    interface Found {
      readonly ticket: {
        readonly timeline: {
          readonly nodes: readonly { readonly sequence: number | null; readonly withheld: readonly object[] }[];
          readonly edges: readonly { readonly cursor: string }[];
        };
      };
    }
    const { timeline } = (await ask<Found>(requester, query, { id: ids[0] })).ticket;
    for (const { sequence, withheld } of timeline.nodes) {
      expect(sequence).toBeNull();
      expect(withheld).toEqual([{ path: ['sequence'], reason: 'NOT_PERMITTED' }]);
    }
    for (const { cursor } of timeline.edges)
      expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/^\[/);
    const ofDesk = (await ask<Found>(agent, query, { id: ids[0] })).ticket.timeline;
    expect(ofDesk.nodes.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('tell nobody who may not read notes when one was written', async () => {
    const changedAt = async (by: DeskPerson | undefined) => {
      const query = 'query ($id: ID!) { ticket(id: $id) { changedAt } }';
      return (await ask<{ ticket: { changedAt: string } }>(by, query, { id: ids[1] })).ticket.changedAt;
    };
    const before = await changedAt(requester);
    expect(await changedAt(agent)).toBe(before);
    await change(agent, [{ note: { body: { content: 'Among us.' } } }], ids[1]);
    await gateway.caughtUp();
    expect(await changedAt(requester)).toBe(before);
    expect(Date.parse(await changedAt(agent))).toBeGreaterThan(Date.parse(before));
  });

  it('show the same timeline however it is asked for', async () => {
    const id = ids[0];
    const nodes = 'nodes { kind } ';
    const answers = await ask<Record<string, { timeline: Connection<{ kind: string }> }>>(
      requester,
      `query ($id: ID!, $yes: Boolean = true) {
        plain: ticket(id: $id) { timeline(last: 2) { ${nodes} } }
        twice: ticket(id: $id) { timeline(last: 2) { ${nodes} } other: timeline(first: 1) { ${nodes} } }
        spread: ticket(id: $id) { ...T }
        perhaps: ticket(id: $id) { timeline(last: 2) @include(if: $yes) { ${nodes} } }
      }
      fragment T on Ticket { timeline(last: 2) { ${nodes} } }`,
      { id },
    );
    for (const [name, { timeline }] of Object.entries(answers))
      expect([name, timeline.nodes]).toEqual([name, [{ kind: 'TICKET_STARTED' }, { kind: 'REPLY_POSTED' }]]);
  });

  it('page through a timeline both ways', async () => {
    const page = async (args: string, cursor?: string) =>
      (
        await ask<{ ticket: { timeline: Connection<{ sequence: number }> } }>(
          supervisor,
          `query ${declared(`$id ${args}`)} { ticket(id: $id) { timeline(${args}) { nodes { sequence } ${PAGE} } } }`,
          { id: ids[0], cursor },
        )
      ).ticket.timeline;
    const sequences = ({ nodes }: Connection<{ sequence: number }>) => nodes.map(({ sequence }) => sequence);
    const first = await page('first: 4');
    expect(sequences(first)).toEqual([0, 1, 2, 3]);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const next = await page('first: 4, after: $cursor', first.pageInfo.endCursor);
    expect(sequences(next)).toEqual([4, 5]);
    expect(next.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(sequences(await page('last: 2, before: $cursor', next.pageInfo.startCursor))).toEqual([2, 3]);
  });

  it('list tickets newest first, paged both ways by cursors of that list alone', async () => {
    const first = await list(agent, 'first: 2');
    expect(subjects(first)).toBe('ED');
    expect(first).toMatchObject({
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
      totalCount: { value: 5, exact: true },
    });
    const cursor = first.pageInfo.endCursor;
    const next = await list(agent, 'first: 2, after: $cursor', { cursor });
    expect(subjects(next)).toBe('CB');
    expect(subjects(await list(agent, 'last: 2, before: $cursor', { cursor: next.pageInfo.startCursor }))).toBe('ED');
    await expect(list(agent, 'filter: { kinds: [NEW] }, after: $cursor', { cursor })).rejects.toThrow(
      'MALFORMED_CURSOR',
    );
    // The same list of another tenant.
    await expect(list(stranger, 'first: 2, after: $cursor', { cursor })).rejects.toThrow('MALFORMED_CURSOR');
  });

  it('narrow a list by kind, team, assignee and requester', async () => {
    expect(subjects(await list(agent, 'filter: { kinds: [NEW] }'))).toBe('EDCB');
    expect(subjects(await list(agent, 'filter: { teamIds: $team }', { team: [team] }))).toBe('A');
    expect(subjects(await list(agent, 'filter: { assigneeIds: $person }', { person: [agent?.id] }))).toBe('A');
    expect(subjects(await list(agent, 'filter: { unassigned: true, kinds: [NEW, IN_PROGRESS] }'))).toBe('EDCB');
    expect(subjects(await list(agent, 'filter: { requesterIds: $person }', { person: [other?.id] }))).toBe('');
    expect(subjects(await list(agent, 'filter: { kinds: [] }'))).toBe('');
    await expect(list(agent, 'filter: { teamIds: $team }', { team: ['x'] })).rejects.toThrow(
      'filter.teamIds holds what is not an id of the kind tea_….',
    );
  });

  it('show a mail address to the desk and to its owner, and say that it is withheld from others', async () => {
    const person = 'person { name mail withheld { path reason } }';
    const actors = async (by: DeskPerson | undefined) =>
      (
        await ask<{ ticket: { timeline: { nodes: readonly { actor: { person: unknown } }[] } } }>(
          by,
          `query ($id: ID!) { ticket(id: $id) { timeline(first: 2) { nodes { actor { ${person} } } } } }`,
          { id: ids[0] },
        )
      ).ticket.timeline.nodes.map(({ actor }) => actor.person);
    const address = expect.stringContaining('@');
    expect(await actors(requester)).toEqual([
      { name: 'Ines', mail: address, withheld: [] },
      { name: 'Mira', mail: null, withheld: [{ path: ['mail'], reason: 'NOT_PERMITTED' }] },
    ]);
    expect(await actors(agent)).toMatchObject([{ mail: address }, { mail: address }]);
  });

  it('say what led to what in one act', async () => {
    const id = await open('F');
    await change(agent, [{ take: true }, { startWork: true }, { waitForCustomer: true }], id);
    await change(requester, [{ reply: { body: { content: 'Here I am.' } } }], id);
    await change(agent, [{ reply: { body: { content: 'It is done.' } } }, { resolve: {} }], id);
    await change(requester, [{ reply: { body: { content: 'It is not.' } } }], id);
    await change(agent, [{ resolve: {} }], id);
    await change(requester, [{ confirm: true }], id);
    await gateway.caughtUp();
    const query = 'query ($id: ID!) { ticket(id: $id) { timeline { nodes { id kind cause } } } }';
    interface Found {
      readonly ticket: { timeline: Connection<{ id: string; kind: string; cause: string | null }> };
    }
    const { nodes } = (await ask<Found>(requester, query, { id })).ticket.timeline;
    const kindOf = new Map(nodes.map((entry) => [entry.id, entry.kind]));
    expect(nodes.map(({ kind, cause }) => [kind, cause && kindOf.get(cause)]).slice(1)).toEqual([
      ['TICKET_TAKEN', null],
      ['TICKET_STARTED', null],
      ['TICKET_PENDED', null],
      ['REPLY_POSTED', null],
      ['TICKET_RESUMED', 'REPLY_POSTED'],
      ['REPLY_POSTED', null],
      ['TICKET_RESOLVED', null],
      ['REPLY_POSTED', null],
      ['TICKET_REOPENED', 'REPLY_POSTED'],
      ['TICKET_RESOLVED', null],
      ['RESOLUTION_CONFIRMED', null],
      ['TICKET_CLOSED', 'RESOLUTION_CONFIRMED'],
    ]);
  });
});
