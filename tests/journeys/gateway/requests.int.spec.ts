import { newId } from '@ledgerdesk/kernel';
import { getIntrospectionQuery } from 'graphql';
import { randomUUID } from 'node:crypto';
import { postGraphql, type GraphqlAnswer } from '../../support/graphql-client.ts';
import type { DeskPerson } from '../../support/gateway/desk-people.ts';
import { RunningGateway } from '../../support/running-gateway.ts';

type Posted = GraphqlAnswer<Record<string, unknown>>;

describe('A request to the gateway', () => {
  let gateway: RunningGateway;
  let person: DeskPerson;
  let stranger: DeskPerson;
  let tenant: Awaited<ReturnType<RunningGateway['people']['aTenant']>>['id'];

  beforeAll(async () => {
    gateway = await RunningGateway.start({ config: { GRAPHQL_MAX_BODY_BYTES: 20_000 } });
    tenant = (await gateway.people.aTenant('Harbour')).id;
    person = await gateway.people.aPerson(tenant, { name: 'Ines', role: 'requester' });
    stranger = await gateway.people.aPerson((await gateway.people.aTenant('Orchard')).id, {
      name: 'Jun',
      role: 'requester',
    });
    await gateway.caughtUp();
  });
  afterAll(() => gateway.stop());

  const post = (
    query: string,
    variables: object = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Posted> => postGraphql(gateway.address, person.token, { query, variables, headers });
  const raw = (init: RequestInit & { readonly headers?: Readonly<Record<string, string>> } = {}): Promise<Response> =>
    fetch(`${gateway.address}/graphql`, {
      method: 'POST',
      ...init,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${person.token}`, ...init.headers },
    });
  const open = () =>
    post(
      'mutation ($input: OpenTicketInput!) { openTicket(input: $input) { ... on OpenTicketSuccess { ticketId ticket { id } } } }',
      {
        input: { commandId: randomUUID(), subject: 'Light flickers', body: { content: 'All the time.' } },
      },
    );
  const ME = '{ me { roles } }';
  const TICKET = 'query ($id: ID!, $atLeast: String) { ticket(id: $id, atLeast: $atLeast) { id } }';

  /** The one error of an answer: typed, with what a client needs to go on, and nothing else. */
  function errorOf({ errors = [] }: Posted): Readonly<Record<string, unknown>> {
    expect(errors).toHaveLength(1);
    const { message, extensions = {} } = errors[0]!;
    expect(extensions).toMatchObject({
      code: expect.any(String),
      retryable: expect.any(Boolean),
      correlationId: expect.any(String),
    });
    expect(JSON.stringify(errors)).not.toMatch(/stack|node_modules|\.ts:|\.js:/);
    return { message, ...extensions };
  }

  describe('without a token that holds', () => {
    it.each<[string, () => Promise<string> | string | undefined]>([
      ['none', () => undefined],
      ['nonsense', () => 'nonsense'],
      ['an expired one', () => gateway.people.expiredToken(person)],
      ["one of a login that is nobody's", () => gateway.people.strangersToken(tenant)],
    ])('(%s) is answered 401', async (_, token) => {
      const answer: Posted = await postGraphql(gateway.address, await token(), { query: ME });
      expect(answer.status).toBe(401);
      expect(errorOf(answer)).toMatchObject({ code: 'UNAUTHENTICATED', retryable: false });
    });
  });

  describe('that is malformed', () => {
    it.each<[string, object, string]>([
      ['no document', { query: '' }, 'MALFORMED_REQUEST'],
      ['a syntax error', { query: '{ me { ' }, 'MALFORMED_REQUEST'],
      ['an unknown field', { query: '{ me { shoeSize } }' }, 'MALFORMED_REQUEST'],
      ['an unknown argument', { query: '{ ticket(id: "x", verbose: true) { id } }' }, 'MALFORMED_REQUEST'],
      ['an unknown operation', { query: 'query A { me { roles } }', operationName: 'B' }, 'MALFORMED_REQUEST'],
      [
        'a bad scalar',
        { query: 'query ($first: Int) { tickets(first: $first) { nodes { id } } }', variables: { first: 'many' } },
        'MALFORMED_REQUEST',
      ],
      [
        'a bad UUID',
        { query: 'mutation { takeTicket(input: { commandId: "1", ticketId: "x" }) { __typename } }' },
        'MALFORMED_REQUEST',
      ],
      [
        'two commands in one entry',
        {
          query: `mutation { changeTicket(input: { commandId: "${randomUUID()}", ticketId: "x", commands: [{ take: true, close: true }] }) { __typename } }`,
        },
        'MALFORMED_REQUEST',
      ],
      [
        'a persisted query',
        { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
        'MALFORMED_REQUEST',
      ],
      ['an id of nothing', { query: '{ ticket(id: "x") { id } }' }, 'MALFORMED_REQUEST'],
      [
        'a number with a NUL',
        { query: 'query ($n: String!) { ticketByNumber(number: $n) { id } }', variables: { n: 'LD-1\0' } },
        'MALFORMED_REQUEST',
      ],
      ['a bad cursor', { query: '{ tickets(after: "x") { nodes { id } } }' }, 'MALFORMED_CURSOR'],
      ['a page without end', { query: '{ tickets(first: 100000) { nodes { id } } }' }, 'OVER_LIMIT'],
      ['too many levels', { query: `{ me ${'{ me '.repeat(16)}{ roles }${' }'.repeat(16)} }` }, 'OVER_LIMIT'],
      ['too many words', { query: `{ me { ${'a '.repeat(5_000)} } }` }, 'OVER_LIMIT'],
      ['too many fields', { query: `{ ${'me { roles } '.repeat(501)} }` }, 'OVER_LIMIT'],
      [
        'too many aliases',
        { query: `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: me { roles }`).join(' ')} }` },
        'OVER_LIMIT',
      ],
    ])('by %s gets a typed error', async (_, body, code) => {
      const response = await raw({ body: JSON.stringify(body) });
      const answer = { status: response.status, ...((await response.json()) as object) } as Posted;
      expect(errorOf(answer)).toMatchObject({ code, retryable: false });
    });

    const LONG = 'x'.repeat(5_000);
    it.each<[string, object]>([
      ['a literal', { query: `{ tickets(first: "${LONG}") { nodes { id } } }` }],
      ['a literal in a literal', { query: `{ tickets(filter: { kinds: ["${LONG}"] }) { nodes { id } } }` }],
      [
        'a variable',
        { query: 'query ($f: Int) { tickets(first: $f) { nodes { id } } }', variables: { f: { [LONG]: LONG } } },
      ],
      [
        'a value in a variable',
        {
          query: 'query ($f: TicketFilter) { tickets(filter: $f) { nodes { id } } }',
          variables: { f: { kinds: [LONG] } },
        },
      ],
      ['a name', { query: `{ ${LONG} }` }],
      ['the name of an operation', { query: 'query A { me { roles } }', operationName: LONG }],
      ['an unfinished text', { query: `{ me(atLeast: "${LONG}` }],
    ])('by something long (%s) is told what is wrong, and not all of it again', async (_, body) => {
      const response = await raw({ body: JSON.stringify(body) });
      const { errors = [] } = (await response.json()) as Posted;
      expect(errors).not.toEqual([]);
      for (const { message } of errors) expect(message.length).toBeLessThan(300);
    });

    it.each([
      ['malformed JSON', { body: '{"query":' }, 400, 'MALFORMED_REQUEST'],
      ['a body over the limit', { body: JSON.stringify({ query: ME, more: 'x'.repeat(20_001) }) }, 413, 'TOO_LARGE'],
      ['XML', { body: '<query/>', headers: { 'content-type': 'application/xml' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['another method', { method: 'PUT', body: '{}' }, 405, 'METHOD_NOT_ALLOWED'],
      ['GET', { method: 'GET' }, 405, 'METHOD_NOT_ALLOWED'],
      ['OPTIONS', { method: 'OPTIONS' }, 405, 'METHOD_NOT_ALLOWED'],
      ['another method without a body', { method: 'DELETE' }, 405, 'METHOD_NOT_ALLOWED'],
      ['no token', { body: '{}', headers: { authorization: '' } }, 401, 'UNAUTHENTICATED'],
      ['an answer as CSV', { body: '{}', headers: { accept: 'text/csv' } }, 406, 'NOT_ACCEPTABLE'],
    ])('as HTTP (%s) is answered in the one shape of errors', async (_, init, status, code) => {
      const response = await raw(init);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toContain('application/json');
      const correlationId = response.headers.get('x-correlation-id');
      expect(errorOf((await response.json()) as Posted)).toMatchObject({ code, correlationId });
    });

    it('by an answer that cannot be given does nothing', async () => {
      const ticketId = newId('tkt');
      const input = {
        commandId: randomUUID(),
        ticketId,
        subject: 'Light flickers',
        body: { content: 'All the time.' },
      };
      const query = 'mutation ($input: OpenTicketInput!) { openTicket(input: $input) { __typename } }';
      const body = JSON.stringify({ query, variables: { input } });
      expect((await raw({ body, headers: { accept: 'text/csv, application/json;q=0' } })).status).toBe(406);
      await gateway.caughtUp();
      expect((await post(TICKET, { id: ticketId })).data).toEqual({ ticket: null });
    });

    it.each([
      ['*/*', 'application/json; charset=utf-8'],
      ['application/*;q=0.5, text/html', 'application/json; charset=utf-8'],
      ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
      ['application/json;q=0.4, application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
    ])('is answered as it is wished: %s', async (accept, type) => {
      const response = await raw({ body: JSON.stringify({ query: ME }), headers: { accept } });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    });

    it('as a batch, or as a form could send it, is refused', async () => {
      const batch = await raw({ body: JSON.stringify([{ query: ME }, { query: ME }]) });
      expect(errorOf((await batch.json()) as Posted)).toMatchObject({ code: 'MALFORMED_REQUEST' });
      const form = await raw({ body: JSON.stringify({ query: ME }), headers: { 'content-type': 'text/plain' } });
      expect(errorOf((await form.json()) as Posted)).toMatchObject({ code: 'MALFORMED_REQUEST' });
    });
  });

  it('is named by its correlation id, the caller’s own or one made for it', async () => {
    const own = await raw({
      body: JSON.stringify({ query: '{ ticket(id: "x") { id } }' }),
      headers: { 'x-correlation-id': 'shop-42' },
    });
    expect(own.headers.get('x-correlation-id')).toBe('shop-42');
    expect(errorOf((await own.json()) as Posted)).toMatchObject({ correlationId: 'shop-42' });
    const made = await raw({ body: JSON.stringify({ query: ME }) });
    expect(made.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('may ask for the schema, within the limits', async () => {
    const { data, errors } = await post(getIntrospectionQuery());
    expect(errors).toBeUndefined();
    expect(data).toHaveProperty('__schema');
  });

  describe('that wants to see a change', () => {
    it('waits for it, by header or by argument', async () => {
      const { data, extensions } = await open();
      const id = (data?.['openTicket'] as { ticketId: string }).ticketId;
      const atLeast = extensions?.['atLeast'] as string;
      expect((await post(TICKET, { id }, { 'ledgerdesk-at-least': atLeast })).data).toEqual({ ticket: { id } });
      expect((await post(TICKET, { id, atLeast })).data).toEqual({ ticket: { id } });
    });

    it('is refused with a token of another tenant, with a part of one, or with none', async () => {
      const { extensions } = await open();
      const token = extensions?.['atLeast'] as string;
      const refused = async (by: DeskPerson, atLeast: string) =>
        errorOf(
          await postGraphql(gateway.address, by.token, { query: TICKET, variables: { id: newId('tkt'), atLeast } }),
        );
      const changed = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;
      for (const [by, atLeast] of [
        [stranger, token],
        [person, changed],
        [person, token.slice(0, 40)],
        [person, 'x'],
        [person, ''],
      ] as const)
        expect(await refused(by, atLeast)).toMatchObject({ code: 'MALFORMED_CURSOR' });
    });

    it('shows nobody how much has happened in the whole installation', async () => {
      const input = { commandId: randomUUID(), subject: 'Light flickers', body: { content: 'All the time.' } };
      const opened =
        'mutation ($input: OpenTicketInput!) { openTicket(input: $input) { ... on TicketSuccess { cursor } } }';
      const first = await post(opened, { input });
      const { cursor } = first.data?.['openTicket'] as { cursor: string };
      for (const text of [cursor, first.extensions?.['atLeast'] as string])
        expect(Buffer.from(text, 'base64url').toString('latin1')).not.toContain('memory');
      expect(cursor).not.toContain('memory');
      expect(await post(opened, { input })).toEqual(first);
    });
  });

  it('for which the service is stopped is told to come again', async () => {
    await gateway.withoutServices(async () => {
      const answer = await open();
      expect(answer.status).toBe(200);
      expect(errorOf(answer)).toMatchObject({ code: 'UNAVAILABLE', retryable: true, retryAfterMs: 500 });
    });
  });

  it('that breaks something is told nothing of the inside, which is logged under its correlation id', async () => {
    await gateway.query('ALTER VIEW gateway.ticket_board RENAME TO away');
    const answer = await post(TICKET, { id: newId('tkt') }, { 'x-correlation-id': 'broken-1' });
    expect(errorOf(answer)).toMatchObject({
      code: 'INTERNAL',
      message: 'Something broke on our side.',
      retryable: false,
    });
    const [line] = gateway.logged.filter((text) => text.includes('broken-1'));
    expect(line).toContain('ticket_board');
    await gateway.query('ALTER VIEW gateway.away RENAME TO ticket_board');
  });

  describe('that wants to see a change which does not come', () => {
    let patient: readonly [RunningGateway, DeskPerson];

    beforeAll(async () => {
      patient = [gateway, person];
      gateway = await RunningGateway.start({ config: { VISIBILITY_TIMEOUT_MS: 300 } });
      person = await gateway.people.aPerson((await gateway.people.aTenant('Harbour')).id, {
        name: 'Ines',
        role: 'requester',
      });
      await gateway.caughtUp();
    });
    afterAll(async () => {
      await gateway.stop();
      [gateway, person] = patient;
    });

    it('is told how far the views are behind where it waits too long; a mutation then shows no ticket', async () => {
      await gateway.withoutFeed(async () => {
        const { data, extensions } = await open();
        expect(data).toMatchObject({ openTicket: { ticketId: expect.any(String), ticket: null } });
        const behind = await post(TICKET, { id: newId('tkt'), atLeast: extensions?.['atLeast'] });
        expect(errorOf(behind)).toMatchObject({
          code: 'NOT_YET_VISIBLE',
          retryable: true,
          retryAfterMs: 250,
          lagEvents: expect.any(Number),
        });
      });
    });

    it('is told at once where the change is from before a backup was restored', async () => {
      await gateway.withoutFeed(async () => {
        const { extensions } = await open();
        gateway.restoreBackup();
        const answer = await post(TICKET, { id: newId('tkt'), atLeast: extensions?.['atLeast'] });
        expect(errorOf(answer)).toMatchObject({ code: 'FOREIGN_EPOCH', retryable: false });
      });
    });
  });
});

describe('Introspection', () => {
  it('can be switched off; then errors do not tell the schema either', async () => {
    const gateway = await RunningGateway.start({ config: { GRAPHQL_INTROSPECTION: false } });
    try {
      const { administrator } = await gateway.people.aTenant('Harbour');
      await gateway.caughtUp();
      const ask = (query: string): Promise<Posted> => postGraphql(gateway.address, administrator.token, { query });
      expect((await ask('{ __schema { types { name } } }')).data).toBeUndefined();
      const { errors } = await ask('{ me { role } }');
      expect(JSON.stringify(errors)).not.toContain('roles');
    } finally {
      await gateway.stop();
    }
  });
});
