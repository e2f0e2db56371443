import { newId, type TeamId } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';
import { postGraphql } from '../../support/graphql-client.ts';
import { RunningGateway, type DeskPerson } from '../../support/running-gateway.ts';

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
  let gateway: RunningGateway;
  let [requester, other, agent, supervisor, stranger]: DeskPerson[] = [];
  let team: TeamId;
  const ids: string[] = [];

  beforeAll(async () => {
    gateway = await RunningGateway.start();
    const { id } = await gateway.aTenant('Harbour');
    const abroad = await gateway.aTenant('Orchard');
    requester = await gateway.aPerson(id, { name: 'Ines', role: 'requester' });
    other = await gateway.aPerson(id, { name: 'Paul', role: 'requester' });
    agent = await gateway.aPerson(id, { name: 'Mira', role: 'agent' });
    supervisor = await gateway.aPerson(id, { name: 'Sven', role: 'supervisor' });
    stranger = await gateway.aPerson(abroad.id, { name: 'Jun', role: 'supervisor' });
    team = await gateway.aTeam(id, 'Workshop', [agent]);
    await gateway.caughtUp();
    for (const subject of ['A', 'B', 'C', 'D', 'E']) {
      const { openTicket } = await ask<{ openTicket: { ticketId: string } }>(
        requester,
        'mutation ($input: OpenTicketInput!) { openTicket(input: $input) { ... on OpenTicketSuccess { ticketId } } }',
        { input: { commandId: randomUUID(), subject, body: { content: `The story of ${subject}` } } },
      );
      ids.push(openTicket.ticketId);
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

  const change = (by: DeskPerson | undefined, commands: readonly object[]) =>
    ask(
      by,
      'mutation ($input: ChangeTicketInput!) { changeTicket(input: $input) { ... on TicketSuccess { revision } } }',
      {
        input: { commandId: randomUUID(), ticketId: ids[0], commands },
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
      sequence: 5,
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

  it('show the same timeline however it is asked for', async () => {
    const id = ids[0];
    const nodes = 'nodes { sequence } ';
    const answers = await ask<Record<string, { timeline: Connection<{ sequence: number }> }>>(
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
      expect([name, timeline.nodes]).toEqual([name, [{ sequence: 3 }, { sequence: 5 }]]);
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
  });

  it('narrow a list by kind, team, assignee and requester', async () => {
    expect(subjects(await list(agent, 'filter: { kinds: [NEW] }'))).toBe('EDCB');
    expect(subjects(await list(agent, 'filter: { teamIds: $team }', { team: [team] }))).toBe('A');
    expect(subjects(await list(agent, 'filter: { assigneeIds: $person }', { person: [agent?.id] }))).toBe('A');
    expect(subjects(await list(agent, 'filter: { unassigned: true, kinds: [NEW, IN_PROGRESS] }'))).toBe('EDCB');
    expect(subjects(await list(agent, 'filter: { requesterIds: $person }', { person: [other?.id] }))).toBe('');
    expect(subjects(await list(agent, 'filter: { kinds: [] }'))).toBe('');
    await expect(list(agent, 'filter: { teamIds: $team }', { team: ['x'] })).rejects.toThrow(
      'filter.teamIds: NOT_AN_ID',
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
});
