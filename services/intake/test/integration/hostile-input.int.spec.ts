import type { PostgresEventStore } from '@ledgerdesk/event-store';
import { UnavailableError } from '@ledgerdesk/event-store';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import fc from 'fast-check';
import { asked, Doors, FORM, JSON_TYPE } from '../support/doors.ts';
import { intakeLedger } from '../support/ledger.ts';

const PAGE = '/forms/acme';
const API = '/v1/tenants/acme/submissions';
const PROGRAM = { accept: 'application/json' };
const BROWSER = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };
const REST_OF_BOUNDS = 1024 * 1024 + 1;
const EVIL = `"><script>alert(1)</script></textarea></title><img src=x onerror=alert(1)>&'`;

describe('Hostile input', () => {
  let postgres: TestPostgres;
  let eventStore: PostgresEventStore;
  let doors: Doors;
  let before: number;

  beforeAll(async () => {
    postgres = await startPostgres();
    eventStore = await intakeLedger(postgres);
    doors = await Doors.open(eventStore);
  });
  afterAll(async () => {
    await doors.close();
    await eventStore.close();
    await postgres.stop();
  });
  beforeEach(async () => void (before = (await doors.stored()).length));

  type Answer = Awaited<ReturnType<Doors['get']>>;
  const problemCode = (answer: Answer) => answer.json<{ code: string }>().code;
  const tellsNothingOfTheInside = (answer: Answer) =>
    expect(answer.body).not.toMatch(/node_modules|\.ts:|\bat .*\(|Error:/);
  const nothingWasStored = async () => expect((await doors.stored()).length).toBe(before);

  it.each([
    [PAGE, FORM, `body=${'x'.repeat(REST_OF_BOUNDS)}`],
    [API, JSON_TYPE, JSON.stringify({ body: 'x'.repeat(REST_OF_BOUNDS) })],
  ])('that is too large is not read: %s', async (url, type, payload) => {
    const answer = await doors.post(url, type, payload, PROGRAM);
    expect(answer.statusCode).toBe(413);
    expect(problemCode(answer)).toBe('TOO_LARGE');
    await nothingWasStored();
  });

  it.each([
    [PAGE, FORM, Buffer.from('mail=carla%40example.org&subject=Gr%FC%DFe&body=x')],
    [PAGE, FORM, Buffer.from('mail=carla@example.org&subject=Grüße&body=x', 'latin1')],
    [PAGE, FORM, Buffer.from('mail=carla%40example.org&subject=s&body=%ED%A0%80')],
    [API, JSON_TYPE, Buffer.from(JSON.stringify({ ...asked, subject: 'Grüße' }), 'latin1')],
  ])('whose text is not UTF-8 is malformed: %s %s', async (url, type, payload) => {
    const answer = await doors.post(url, type, payload, PROGRAM);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(problemCode(answer)).toBe('MALFORMED_REQUEST');
    await nothingWasStored();
  });

  it.each([
    ['that is too large', 413, FORM, `body=${'x'.repeat(REST_OF_BOUNDS)}`, 'shorten what you have written'],
    ['whose text is not UTF-8', 400, FORM, 'body=%FF', 'open the form again'],
    ['of no type that anybody reads', 415, 'multipart/form-data; boundary=x', '--x--', 'open the form again'],
    ['that is no JSON, where no JSON is taken', 400, JSON_TYPE, '{', 'open the form again'],
  ])('%s is answered on a page in words, to people', async (_, status, type, payload, words) => {
    const answer = await doors.post(PAGE, type, payload, BROWSER);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    expect(answer.headers['content-security-policy']).toContain(`default-src 'none'`);
    expect(answer.body).toContain(words);
    const german = await doors.post(PAGE, type, payload, { ...BROWSER, 'accept-language': 'de' });
    expect(german.body).toContain('<html lang="de">');
    await nothingWasStored();
  });

  it.each([
    [PAGE, JSON_TYPE, JSON.stringify(asked)],
    [PAGE, 'multipart/form-data; boundary=x', '--x--'],
    [PAGE, 'text/plain', 'mail=carla@example.org'],
    [API, FORM, new URLSearchParams(asked).toString()],
    [API, 'application/xml', '<mail/>'],
    [API, 'text/plain', JSON.stringify(asked)],
  ])('of another type than is taken is refused: %s %s', async (url, type, payload) => {
    const answer = await doors.post(url, type, payload);
    expect(answer.statusCode).toBe(415);
    tellsNothingOfTheInside(answer);
    await nothingWasStored();
  });

  it('is never taken for markup, in whatever field it stands', async () => {
    const fields = { name: EVIL, mail: EVIL, subject: EVIL, body: EVIL };
    const posts = [
      { ...fields, token: EVIL },
      { ...fields, website: EVIL, token: EVIL },
      { ...fields, [EVIL]: EVIL },
    ];
    for (const post of posts) {
      const { statusCode, body } = await doors.postForm(post);
      expect(statusCode).toBe(422);
      // What was typed is shown again, and every `<` of it is text.
      expect(body).toContain('&lt;script&gt;alert(1)');
      expect(body).not.toMatch(/<script|<img/);
      expect(body.match(/<\/textarea>/g)).toHaveLength(1);
      expect(body.match(/<\/title>/g)).toHaveLength(1);
    }
    const nowhere = await doors.get(`/forms/${encodeURIComponent(EVIL)}`);
    expect(nowhere.statusCode).toBe(404);
    expect(nowhere.body).not.toContain('alert(1)');
    await nothingWasStored();
  });

  it('comes back on pages only that run nothing, and that nobody frames', async () => {
    const pages = [
      await doors.get(PAGE),
      await doors.postForm({ ...asked, subject: '' }),
      await doors.get('/forms/nobody'),
      await doors.get(`${PAGE}/submissions/7`),
      await doors.post(PAGE, JSON_TYPE, '{}'),
    ];
    for (const { headers } of pages) {
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    }
  });

  it.each(['\0', 'before\0after', '\ud83d', '\udc00\ud800', '\u001b[31m', '\ufffe', '\u0085\u0007'])(
    'that is no text is refused in every field: %j',
    async (text) => {
      const fields = { name: `x${text}`, mail: `x${text}`, subject: `x${text}`, body: `x${text}` };
      const answer = await doors.postJson(fields);
      expect(answer.statusCode).toBe(422);
      expect(answer.json<{ faults: { rule: string }[] }>().faults.map(({ rule }) => rule)).toEqual(
        Array<string>(4).fill('NOT_TEXT'),
      );
      if (text.isWellFormed()) expect((await doors.postForm(fields)).statusCode).toBe(422);
      await nothingWasStored();
    },
  );

  it('that is text all the same is kept: letters beyond the first plane, and whatever looks like a command', async () => {
    const bodies = [
      '🙂 𝒳 𠀀',
      `'); DROP TABLE ledger.events; --`,
      '{{7*7}} ${7*7} <%= 7 %>',
      '\u202btext\u202c',
      '👩‍👩‍👧 می‌خواهم',
    ];
    for (const body of bodies) expect((await doors.postJson({ ...asked, body })).statusCode).toBe(202);
    expect((await doors.stored()).length).toBe(before + bodies.length);
  });

  it.each(['\u200b', '\u2060\ufeff', '\u202e\u2066', '\u3164', '\u00ad'])(
    'of which nothing is seen is nothing: %j',
    async (nothing) => {
      const fields = { name: nothing, mail: asked.mail, subject: nothing, body: nothing };
      const answer = await doors.postJson(fields);
      expect(answer.json<{ faults: object[] }>().faults).toEqual([
        { path: ['subject'], rule: 'REQUIRED' },
        { path: ['body'], rule: 'REQUIRED' },
      ]);
      expect((await doors.postForm(fields)).statusCode).toBe(422);
      await nothingWasStored();
    },
  );

  it('of thousands of fields is told of a few, and not sent back', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}${'x'.repeat(20)}`, '1']));
    const json = await doors.postJson({ ...asked, ...many });
    expect(json.statusCode).toBe(422);
    expect(json.body.length).toBeLessThan(4_000);
    const form = await doors.postForm({ ...many, ...asked, subject: '' });
    expect(form.statusCode).toBe(422);
    expect(form.body).not.toContain('f19999');
    await nothingWasStored();
  });

  it('cannot reach into what objects inherit', async () => {
    for (const payload of ['{"__proto__":{"mail":"a@b.org"}}', '{"constructor":{"prototype":{"mail":"a@b.org"}}}'])
      expect([400, 422]).toContain((await doors.post(API, JSON_TYPE, payload)).statusCode);
    expect((await doors.post(PAGE, FORM, '__proto__[mail]=a@b.org&constructor=x')).statusCode).toBe(422);
    expect(({} as { mail?: string }).mail).toBeUndefined();
    await nothingWasStored();
  });

  it.each(['name', 'mail', 'subject', 'body', 'token', 'website'])(
    'that says a field twice is malformed: %s',
    async (field) => {
      const twice = `${new URLSearchParams({ ...asked, token: '', website: '' }).toString()}&${field}=otto%40example.org`;
      const page = await doors.post(PAGE, FORM, twice, BROWSER);
      expect(page.statusCode).toBe(400);
      expect(page.body).toContain('open the form again');
      const problem = await doors.post(PAGE, FORM, twice, PROGRAM);
      expect(problem.statusCode).toBe(400);
      expect(problem.json()).toMatchObject({ code: 'MALFORMED_REQUEST', detail: `The form says ${field} twice` });
      await nothingWasStored();
    },
  );

  it.each(['', ' ', 'a b', 'ä', 'x'.repeat(256)])('in an idempotency key is refused: %j', async (key) => {
    const answer = await doors.postJson(asked, { 'idempotency-key': Buffer.from(key).toString('latin1') });
    expect(answer.statusCode).toBe(400);
    expect(problemCode(answer)).toBe('MALFORMED_REQUEST');
    await nothingWasStored();
  });

  it("under somebody else's key learns nothing, changes nothing, and is in nobody's way", async () => {
    const key = { 'idempotency-key': 'order-17' };
    const first = await doors.postJson({ ...asked, subject: 'Mine' }, key);
    const other = await doors.postJson({ ...asked, subject: 'Mine', mail: 'otto@example.org' }, key);
    expect(other.statusCode).toBe(202);
    expect(other.body).not.toContain(first.json<{ id: string }>().id);
    expect((await doors.postJson({ ...asked, subject: 'Mine' }, key)).json()).toEqual(first.json());
    expect((await doors.stored()).length).toBe(before + 2);
  });

  it('finds a page, not a stack, where the service itself is in trouble', async () => {
    const { desk } = doors;
    for (const [error, status] of [
      [new UnavailableError('The read database is away'), 503],
      [new Error('secret of the inside'), 500],
    ] as const) {
      doors.desk = () => Promise.reject(error);
      for (const answer of [await doors.get(PAGE), await doors.postForm(asked)]) {
        expect(answer.statusCode).toBe(status);
        expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
        expect(answer.body).not.toMatch(/secret|read database/);
      }
      const program = await doors.postJson(asked);
      expect(program.statusCode).toBe(status);
      expect(program.body).not.toMatch(/secret|read database/);
    }
    doors.desk = desk;
    await nothingWasStored();
  });

  it('of any other kind is answered with a typed error, and nothing of the inside', async () => {
    const anything = fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' }));
    const types = fc.constantFrom(JSON_TYPE, FORM, 'text/plain', 'x');
    await fc.assert(
      fc.asyncProperty(anything, types, fc.constantFrom(PAGE, API), async (payload, type, url) => {
        const answer = await doors.post(url, type, payload);
        expect([400, 415, 422]).toContain(answer.statusCode);
        tellsNothingOfTheInside(answer);
      }),
      { numRuns: 200 },
    );
    await nothingWasStored();
  });
});
