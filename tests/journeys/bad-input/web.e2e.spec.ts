import { connect } from 'node:net';
import { AttackedDesk, JSON_TYPE, type Sendable } from '../../support/bad-input/attacked-desk.ts';

describe('Bad input from the web', () => {
  let desk: AttackedDesk;

  beforeAll(async () => {
    desk = await AttackedDesk.start();
  });
  afterAll(async () => expect(await desk.stop()).toEqual([]));

  const submit = (body: Sendable, headers: Readonly<Record<string, string>> = {}) =>
    desk.send('/v1/tenants/harbour/submissions', { method: 'POST', body, headers: { ...JSON_TYPE, ...headers } });
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
    ['a control character', JSON.stringify({ ...whole, name: '\u001b[31m' }), 'INVALID_INPUT'],
    ['what is no character', JSON.stringify({ ...whole, body: '\ufffe' }), 'INVALID_INPUT'],
    ['a subject of which nothing is seen', JSON.stringify({ ...whole, subject: '\u200b' }), 'INVALID_INPUT'],
    ['Latin-1', Buffer.from(JSON.stringify({ ...whole, subject: 'Grüße' }), 'latin1'), 'MALFORMED_REQUEST'],
    ['a mail address that is none', JSON.stringify({ ...whole, mail: 'n@' }), 'INVALID_INPUT'],
  ])('is refused over REST: %s', async (_, body, code) => {
    await desk.expectRefused(() => submit(body), code);
  });

  it('is refused under a key that is none, and at a desk that is none', async () => {
    const body = JSON.stringify(whole);
    await desk.expectRefused(
      () => submit(body, { 'idempotency-key': 'x'.repeat(300) }),
      'MALFORMED_REQUEST',
      'INVALID_INPUT',
    );
    await desk.expectRefused(
      () => desk.send('/v1/tenants/nobody/submissions', { method: 'POST', body, headers: JSON_TYPE }),
      'NOT_FOUND',
    );
    await desk.expectRefused(() => desk.send('/v1/tenants/harbour/submissions/sub_x'), 'NOT_FOUND');
  });

  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
  const onForm = (body: Sendable, headers: Readonly<Record<string, string>> = {}) =>
    desk.send('/forms/harbour', { method: 'POST', body, headers: { ...FORM, ...headers } });

  it('is shown on the form again, and makes no submission', async () => {
    const bodies = [
      'mail=n%00@x&subject=%1B&body=%EF%BF%BE&name=%',
      'mail=n@example.org&subject=%E2%80%8B&body=%E2%80%8B',
      '__proto__[x]=1&constructor=2',
      `body=${'x'.repeat(60_000)}&subject=s&mail=n@example.org&name=N`,
      '',
    ];
    for (const body of bodies) {
      const before = await desk.events();
      const answer = await onForm(body);
      expect([answer.status, answer.type]).toEqual([422, 'text/html; charset=utf-8']);
      expect(answer.text).not.toMatch(/\bat .+:\d+/);
      expect(await desk.events()).toBe(before);
    }
  });

  it.each<[string, number, string, string, Readonly<Record<string, string>>]>([
    ['is not UTF-8', 400, 'MALFORMED_REQUEST', 'mail=n%40example.org&subject=Gr%FC%DFe&body=b', {}],
    ['says a field twice', 400, 'MALFORMED_REQUEST', 'subject=a&subject=b&mail=x&body=&name=', {}],
    ['is too much', 413, 'TOO_LARGE', `body=${'x'.repeat(1_500_000)}`, {}],
    ['has faults', 422, 'INVALID_INPUT', 'subject=s&mail=x&body=b', {}],
    ['fills in the trap', 422, 'INVALID_INPUT', 'subject=s&mail=n@example.org&body=b&website=x', {}],
    ['is no form', 415, 'UNSUPPORTED_MEDIA_TYPE', '--x--', { 'content-type': 'multipart/form-data; boundary=x' }],
  ])('that %s is told to people in words, and to programs by its code', async (_, status, code, body, headers) => {
    const before = await desk.events();
    const page = await onForm(body, { accept: 'text/html', ...headers });
    expect([page.status, page.type]).toEqual([status, 'text/html; charset=utf-8']);
    expect(page.text).toContain('<p role="alert"');
    const problem = await onForm(body, { accept: 'application/json', ...headers });
    expect([problem.status, JSON.parse(problem.text)]).toEqual([status, expect.objectContaining({ code })]);
    expect(await desk.events()).toBe(before);
  });

  it.each([
    '/nowhere',
    '/%zz',
    '/forms/%00',
    `/${'a'.repeat(5000)}`,
    '/forms/harbour/../../etc/passwd',
    '/graphiql/..%2f..%2fpackage.json',
  ])('at %s finds nothing', async (path) => {
    const { status, text } = await desk.send(path);
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
