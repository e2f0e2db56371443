import fc from 'fast-check';
import { SignJWT, generateKeyPair } from 'jose';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { claimsOf, HARBOUR, ORCHARD, signed, type Claims } from '../support/access-tokens.ts';
import { hostileInput, hostileText } from '../support/bad-input/hostile.ts';
import { LedgerHead } from '../support/bad-input/ledger-head.ts';
import { offeredTo, type Offered } from '../support/bad-input/schema.ts';
import { codesOf, type RawAnswer } from '../support/bad-input/typed-answer.ts';
import { Caller } from '../support/caller.ts';
import { emptyDataFolder } from '../support/data-folder.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';

const RUNS = Number(process.env.BAD_INPUT_RUNS ?? 40);
const JSON_TYPE = { 'content-type': 'application/json' };

type Sendable = string | Uint8Array<ArrayBuffer>;
type Send = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

describe('Bad input', () => {
  const data = emptyDataFolder();
  let desk: StandaloneProcess;
  let ledger: LedgerHead;
  let mira: string;
  /** A ticket of each tenant. */
  let ours: string;
  let theirs: string;
  let offered: Offered;

  beforeAll(async () => {
    desk = await StandaloneProcess.start({ data: data.path });
    mira = desk.token('mira');
    const idOf = async (login: string): Promise<string> => {
      const found = await Caller.of(desk, login).ask<{ tickets: { nodes: { id: string }[] } }>(
        '{ tickets(first: 1) { nodes { id } } }',
      );
      return found.tickets.nodes[0]!.id;
    };
    [ours, theirs] = [await idOf('mira'), await idOf('jun')];
    offered = await offeredTo(Caller.of(desk, 'mira'));
    ledger = await LedgerHead.of(data.path);
  });
  afterAll(async () => {
    await ledger.close();
    await desk.interrupt();
    data.remove();
    // What broke would have been logged as an error.
    expect(desk.printed.split('\n').filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  const send = async (path: string, options: Send = {}): Promise<RawAnswer> => {
    const answer = await fetch(new URL(path, desk.address), options);
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
  };
  const post = (body: Sendable, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> =>
    send('/graphql', { method: 'POST', body, headers: { authorization: `Bearer ${mira}`, ...JSON_TYPE, ...headers } });
  const operate = (query: string, variables: object = {}, token = mira): Promise<RawAnswer> =>
    post(JSON.stringify({ query, variables }), { authorization: `Bearer ${token}` });
  const mutate = (mutation: string, input: unknown, token = mira): Promise<RawAnswer> => {
    const type = offered.mutations.find(({ name }) => name === mutation)?.input;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename ... on Refusal { code } } }`;
    return operate(query, { input }, token);
  };

  /** It is refused in a word that programs know, and nothing of it is done. */
  const expectRefused = async (ask: () => Promise<RawAnswer>, ...codes: readonly string[]): Promise<void> => {
    const before = await ledger.position();
    const answered = codesOf(await ask());
    expect(answered).not.toEqual([]);
    for (const code of answered) expect(codes).toContain(code);
    expect(await ledger.position()).toBe(before);
  };

  describe('to every mutation, made up from what the schema says it takes,', () => {
    it('is refused in typed words or taken whole, and never breaks anything', async () => {
      const known = { ids: [ours, theirs] };
      for (const { name, input } of offered.mutations) {
        await fc.assert(
          fc.asyncProperty(hostileInput(offered, known, input), async (made) => {
            const before = await ledger.position();
            const answer = await mutate(name, made);
            const refused = codesOf(answer).length > 0;
            if (refused) expect(await ledger.position()).toBe(before);
            else expect(answer.text).toContain('Success');
          }),
          { numRuns: RUNS },
        );
      }
    }, 180_000);

    it('that names a ticket of another tenant gets the answer of one that is nowhere', async () => {
      const input = {
        commandId: randomUUID(),
        body: { content: 'x' },
        reason: 'x',
        agentId: 'psn_01m85ntzt9fvqbjnff4ym24wwt',
        commands: [{ take: true }],
      };
      for (const { name, input: type } of offered.mutations) {
        const fields = (offered.types.get(type)?.inputFields ?? []).map((field) => field.name);
        if (!fields.includes('ticketId') || name === 'openTicket') continue;
        const asked = (ticketId: string) =>
          mutate(
            name,
            Object.fromEntries(Object.entries({ ...input, ticketId }).filter(([key]) => fields.includes(key))),
          );
        await expectRefused(() => asked(theirs), 'TICKET_NOT_FOUND');
        expect((await asked(theirs)).text).toBe((await asked('tkt_01h455vb4pex5vsknk084sn02q')).text);
      }
    });

    it('leaves text that is unusual and nothing worse as it is', async () => {
      const subject = '𝒯𝒾𝒸𝓀ℯ𝓉 😀 قطار ‮ right to left';
      const caller = Caller.of(desk, 'ines');
      const { ticketId, atLeast } = await caller.command('openTicket', {
        subject,
        body: { content: `${subject}\n\t<b>` },
      });
      const query = 'query ($id: ID!) { ticket(id: $id) { subject timeline(first: 1) { nodes { text } } } }';
      expect(await caller.ask(query, { id: ticketId }, atLeast)).toEqual({
        ticket: { subject, timeline: { nodes: [{ text: `${subject}\n\t<b>` }] } },
      });
    });
  });

  it.each<[string, Sendable]>([
    ['no JSON', '{"query": "{ me'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a word', '"query"'],
    ['null', 'null'],
    ['no operation', '{}'],
    ['an operation that is no text', '{"query": {"a": 1}}'],
    ['variables that are none', '{"query": "{ me { roles } }", "variables": 7}'],
    ['a poisoned prototype', '{"query": "{ me { roles } }", "__proto__": {"admin": true}}'],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['no GraphQL', '{"query": "{ me { roles "}'],
    ['a field that is not there', '{"query": "{ me { password } }"}'],
    ['an argument that is not there', '{"query": "{ tickets(top: 3) { nodes { id } } }"}'],
    ['a variable that is not given', '{"query": "query ($id: ID!) { ticket(id: $id) { id } }"}'],
    ['a fragment that spreads itself', '{"query": "{ me { ...a } } fragment a on Me { ...a }"}'],
    ['an operation that is not there', '{"query": "query A { me { roles } }", "operationName": "B"}'],
    ['a subscription', '{"query": "subscription { tickets { id } }"}'],
  ])('in the body, %s, is malformed', async (_, body) => {
    await expectRefused(() => post(body), 'MALFORMED_REQUEST');
  });

  const repeated = (times: number, part: (at: number) => string): string =>
    Array.from({ length: times }, (_, at) => part(at)).join(' ');

  it.each([
    ['a body of two megabytes', `{ me { roles } } #${'x'.repeat(2_000_000)}`, 'TOO_LARGE'],
    [
      'levels',
      `{ __schema { types { fields ${'{ type { fields '.repeat(20)} { name } ${'} }'.repeat(20)} } } }`,
      'OVER_LIMIT',
    ],
    ['aliases', `{ ${repeated(40, (at) => `a${at}: me { roles }`)} }`, 'OVER_LIMIT'],
    ['fields', `{ ${repeated(1100, () => 'me { roles }')} }`, 'OVER_LIMIT'],
    ['words', `{ me { ${'roles '.repeat(6000)} } }`, 'OVER_LIMIT'],
  ])('that is over a limit is told so: %s', async (_, query, code) => {
    await expectRefused(() => operate(query), code, 'MALFORMED_REQUEST');
  });

  it.each([
    ['as a form', 'application/x-www-form-urlencoded', 'query=%7Bme%7Broles%7D%7D'],
    ['as plain text', 'text/plain', '{"query": "{ me { roles } }"}'],
    ['as something unknown', 'application/x-unknown', '{"query": "{ me { roles } }"}'],
  ])('comes as no page elsewhere could send it unasked: not %s', async (_, type, body) => {
    await expectRefused(() => post(body, { 'content-type': type }), 'UNSUPPORTED_MEDIA_TYPE', 'MALFORMED_REQUEST');
  });

  it('asked by GET is not done', async () => {
    await expectRefused(() => send('/graphql?query=%7Bme%7Broles%7D%7D'), 'METHOD_NOT_ALLOWED');
  });

  describe('in place of a token', () => {
    const now = Math.floor(Date.now() / 1000);
    const but = (claims: Claims): Promise<string> => signed(data.path, { ...claimsOf('mira'), ...claims });
    const without = (claim: string): Promise<string> => {
      const { [claim]: _, ...claims } = claimsOf('mira');
      return signed(data.path, claims);
    };

    it.each<[string, () => string | Promise<string>]>([
      ['nothing', () => ''],
      ['a word', () => 'x'],
      ['three words', () => 'a.b.c'],
      ['a token cut short', () => mira.slice(0, -3)],
      ['a token with another name in it', () => renamed(mira)],
      ['one without a signature', () => unsigned(claimsOf('ada'))],
      ['one signed by somebody else', () => foreign(claimsOf('ada'))],
      ['one that has expired', () => but({ iat: now - 7200, exp: now - 3600 })],
      ['one that is not valid yet', () => but({ nbf: now + 3600 })],
      ['one that never expires', () => without('exp')],
      ['one that expires beyond all dates', () => but({ exp: 1e300, iat: -1e300 })],
      ['one for another audience', () => but({ aud: 'another' })],
      ['one of another issuer', () => but({ iss: 'https://issuer.example' })],
      ['one that names no tenant', () => without('tenant')],
      ['one that names what is no tenant', () => but({ tenant: "tnt_'" })],
      ['one that names the reserved tenant', () => but({ tenant: 'tnt_00000000000000000000000000' })],
      ['one that names another tenant', () => but({ tenant: ORCHARD })],
      ['one of a login that nobody knows', () => but({ sub: 'stranger' })],
      ['one of a login with NUL in it', () => but({ sub: 'mi\0ra' })],
    ])('%s opens nothing', async (_, token) => {
      const bearer = await token();
      await expectRefused(() => operate('{ me { roles } }', {}, bearer), 'UNAUTHENTICATED');
      await expectRefused(
        () => mutate('takeTicket', { commandId: randomUUID(), ticketId: ours }, bearer),
        'UNAUTHENTICATED',
      );
    });

    it.each(['Basic bWlyYTpwYXNz', 'Bearer', 'bearer ', 'Bearer a b', 'Token x'])(
      '“%s” opens nothing',
      async (header) => {
        await expectRefused(() => post('{"query": "{ me { roles } }"}', { authorization: header }), 'UNAUTHENTICATED');
      },
    );
  });

  describe('in place of an id, a number or a cursor', () => {
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
          const codes = codesOf(await operate(query, { text }));
          for (const code of codes) expect(['MALFORMED_CURSOR', 'MALFORMED_REQUEST', 'TOO_LARGE']).toContain(code);
        }),
        { numRuns: RUNS * 5 },
      );
    }, 60_000);

    it('a cursor with a date out of range, or with anything else put into it, is none', async () => {
      const { tickets } = await Caller.of(desk, 'mira').ask<{ tickets: { pageInfo: { endCursor: string } } }>(
        '{ tickets(first: 2) { pageInfo { endCursor } } }',
      );
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
          expect(codesOf(await operate(query, { after: forged }))).toEqual(['MALFORMED_CURSOR']);
        }),
        { numRuns: RUNS * 2 },
      );
    }, 60_000);

    it('a cursor of another list is not taken for one of this', async () => {
      const query = 'query ($filter: TicketFilter) { tickets(first: 1, filter: $filter) { pageInfo { endCursor } } }';
      const { tickets } = await Caller.of(desk, 'mira').ask<{ tickets: { pageInfo: { endCursor: string } } }>(query, {
        filter: { unassigned: true },
      });
      const next = 'query ($after: String!) { tickets(after: $after) { nodes { id } } }';
      await expectRefused(() => operate(next, { after: tickets.pageInfo.endCursor }), 'MALFORMED_CURSOR');
    });

    it.each([
      'first: -1',
      'first: 201',
      'first: 0',
      'last: -5',
      'first: 1, last: 1',
      'first: 99999999999',
      'first: 1.5',
    ])('a page of %s is not given', async (size) => {
      const codes = codesOf(await operate(`{ tickets(${size}) { nodes { id } } }`));
      if (size !== 'first: 0') expect(codes).toHaveLength(1);
      for (const code of codes) expect(['MALFORMED_REQUEST', 'OVER_LIMIT']).toContain(code);
    });

    it('a token to wait by, of another ledger or of none, is told to be that', async () => {
      const { atLeast } = await Caller.of(desk, 'ines').command('openTicket', {
        subject: 'Here',
        body: { content: 'x' },
      });
      const [token = ''] = Object.values(atLeast);
      const cut = [token.slice(0, -4), `${token}x`, Buffer.from('[[]]').toString('base64url'), '\u00e9'];
      for (const header of cut) {
        const codes = codesOf(await post('{"query": "{ me { roles } }"}', { 'ledgerdesk-at-least': header }));
        for (const code of codes)
          expect(['MALFORMED_CURSOR', 'MALFORMED_REQUEST', 'FOREIGN_EPOCH', 'NOT_YET_VISIBLE']).toContain(code);
      }
    });
  });

  describe('from the web', () => {
    const submit = (body: Sendable, headers: Readonly<Record<string, string>> = {}) =>
      send('/v1/tenants/harbour/submissions', { method: 'POST', body, headers: { ...JSON_TYPE, ...headers } });
    const whole = { name: 'N', mail: 'n@example.org', subject: 's', body: 'b' };

    it.each<[string, Sendable, string]>([
      ['no JSON', '{', 'MALFORMED_REQUEST'],
      ['a list', '[]', 'MALFORMED_REQUEST'],
      ['null', 'null', 'MALFORMED_REQUEST'],
      ['nothing', '', 'MALFORMED_REQUEST'],
      ['too much', JSON.stringify({ ...whole, body: 'x'.repeat(2_000_000) }), 'TOO_LARGE'],
      ['an unknown field', JSON.stringify({ ...whole, admin: true }), 'INVALID_INPUT'],
      ['a field of another kind', JSON.stringify({ ...whole, subject: { a: 1 } }), 'INVALID_INPUT'],
      ['NUL', JSON.stringify({ ...whole, body: 'a\0b' }), 'INVALID_INPUT'],
      ['half a character', JSON.stringify({ ...whole, subject: '\ud83d' }), 'INVALID_INPUT'],
      ['a mail address that is none', JSON.stringify({ ...whole, mail: 'n@' }), 'INVALID_INPUT'],
    ])('is refused over REST: %s', async (_, body, code) => {
      await expectRefused(() => submit(body), code);
    });

    it('is refused under a key that is none, and at a desk that is none', async () => {
      const body = JSON.stringify(whole);
      await expectRefused(
        () => submit(body, { 'idempotency-key': 'x'.repeat(300) }),
        'MALFORMED_REQUEST',
        'INVALID_INPUT',
      );
      await expectRefused(
        () => send('/v1/tenants/nobody/submissions', { method: 'POST', body, headers: JSON_TYPE }),
        'NOT_FOUND',
      );
      await expectRefused(() => send('/v1/tenants/harbour/submissions/sub_x'), 'NOT_FOUND');
    });

    it('is shown on the form again, and makes no submission', async () => {
      const bodies = [
        'mail=n%00@x&subject=%ED%A0%80&body=%FF%FE&name=%',
        'subject=a&subject=b&mail=x&body=&name=',
        '__proto__[x]=1&constructor=2',
        `body=${'x'.repeat(60_000)}&subject=s&mail=n@example.org&name=N`,
        '',
      ];
      for (const body of bodies) {
        const before = await ledger.position();
        const answer = await send('/forms/harbour', {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        });
        expect([answer.status, answer.type]).toEqual([422, 'text/html; charset=utf-8']);
        expect(answer.text).not.toMatch(/\bat .+:\d+/);
        expect(await ledger.position()).toBe(before);
      }
    });

    it.each([
      '/nowhere',
      '/%zz',
      '/forms/%00',
      `/${'a'.repeat(5000)}`,
      '/forms/harbour/../../etc/passwd',
      '/graphiql/..%2f..%2fpackage.json',
    ])('at %s finds nothing', async (path) => {
      const { status, text } = await send(path);
      expect([400, 404, 414]).toContain(status);
      expect(text).not.toMatch(/node_modules|"workspaces"|root:/);
    });

    it('under a name that is not this machine’s is not let in', async () => {
      const answer = await raw('GET /graphiql HTTP/1.1\r\nhost: desk.example\r\nconnection: close\r\n\r\n');
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(answer).not.toContain('eyJ');
    });

    it.each([
      'GARBAGE\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n',
      `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'a'.repeat(40_000)}\r\n\r\n`,
    ])('that is hardly HTTP is answered as problem details, and hung up on', async (text) => {
      const answer = await raw(text);
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer).toContain('application/problem+json');
    });

    const raw = (text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        let answer = '';
        const { hostname, port } = new URL(desk.address);
        const socket = connect(Number(port), hostname, () => socket.write(text));
        socket.on('data', (chunk) => (answer += chunk.toString()));
        socket.on('error', reject).on('close', () => resolve(answer));
      });
  });
});

/** The same signature under another name. */
function renamed(token: string): string {
  const [head, payload = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
  return [head, Buffer.from(JSON.stringify({ ...claims, sub: 'ada' })).toString('base64url'), signature].join('.');
}

const unsigned = (claims: Claims): string =>
  `${[{ alg: 'none', typ: 'at+jwt' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

async function foreign(claims: Claims): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' }).sign(privateKey);
}
