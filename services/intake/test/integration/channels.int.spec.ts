import type { PostgresEventStore } from '@ledgerdesk/event-store';
import type { SubmissionId } from '@ledgerdesk/kernel';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { asked, Doors, tokenOn } from '../support/doors.ts';
import { intakeLedger } from '../support/ledger.ts';

/** Of no submission that is here. */
const FOREIGN = 'sub_01h455vb4pex5vsknk084sn02q';

describe('The ways in', () => {
  let postgres: TestPostgres;
  let eventStore: PostgresEventStore;
  let doors: Doors;

  beforeAll(async () => {
    postgres = await startPostgres({ durable: true });
    eventStore = await intakeLedger(postgres);
    doors = await Doors.open(eventStore);
  });
  afterAll(async () => {
    await doors.close();
    await eventStore.close();
    await postgres.stop();
  });

  it('show a form in the language of its reader, with a token of its own, never from a cache', async () => {
    const [english, german] = await Promise.all([
      doors.get('/forms/acme'),
      doors.get('/forms/acme', 'de-CH, en;q=0.5'),
    ]);
    expect(english.statusCode).toBe(200);
    expect(english.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(english.headers['content-security-policy']).toContain(`default-src 'none'`);
    expect(english.headers['cache-control']).toBe('no-store');
    expect(english.body).toContain('Write to Acme &amp; Sons');
    expect(german.body).toContain('Anfrage an Acme &amp; Sons');
    expect(tokenOn(english.body)).not.toBe(tokenOn(german.body));
  });

  it('lead from the form to a page that shows the number as soon as it is there, and nothing that was written', async () => {
    const token = await doors.token();
    const posted = await doors.postForm({ ...asked, token });
    expect(posted.statusCode).toBe(303);
    const address = String(posted.headers.location);
    expect(address).toMatch(/^\/forms\/acme\/submissions\/sub_[0-9a-z]{26}$/);

    const waiting = await doors.get(address);
    expect(waiting.body).toContain('http-equiv="refresh"');
    doors.outcomes.set(address.slice(-30) as SubmissionId, { state: 'opened', ticketNumber: 'LD-7' });
    const shown = await doors.get(address, 'de');
    expect(shown.body).toContain('LD-7');
    for (const page of [waiting, shown]) {
      for (const said of Object.values(asked)) expect(page.body).not.toContain(said);
    }
  });

  it('take a form that is sent twice at once as one', async () => {
    const token = await doors.token();
    const before = (await doors.stored()).length;
    const answers = await Promise.all([1, 2, 3, 4].map(() => doors.postForm({ ...asked, token })));
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
    expect((await doors.stored()).length).toBe(before + 1);
  });

  it('show the form again with what was typed where something is wrong with it, under the same token', async () => {
    const token = await doors.token();
    const answer = await doors.postForm({ ...asked, mail: 'carla', token });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('This is not a mail address.');
    expect(answer.body).toContain('value="carla"');
    expect(answer.body).toContain('All of it.</textarea>');
    expect(tokenOn(answer.body)).toBe(token);
  });

  it('tell whoever fills in the trap, and store nothing', async () => {
    const before = (await doors.stored()).length;
    const answer = await doors.postForm({ ...asked, website: 'https://example.org' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('must be left empty');
    expect((await doors.stored()).length).toBe(before);
  });

  it('answer with problem details what is wrong with a form to whoever takes no page', async () => {
    const before = (await doors.stored()).length;
    const program = { accept: 'application/json' };
    const answers = [
      await doors.postForm({ ...asked, mail: 'carla', subject: '' }, '/forms/acme', program),
      await doors.postForm({ ...asked, website: 'https://example.org' }, '/forms/acme', program),
      await doors.postForm(asked, '/forms/nobody', program),
    ];
    for (const { headers } of answers)
      expect(headers).toMatchObject({
        'content-type': expect.stringMatching(/^application\/problem\+json/) as string,
        'cache-control': 'no-store',
      });
    expect(answers.map((answer) => answer.json<object>())).toMatchObject([
      {
        status: 422,
        code: 'INVALID_INPUT',
        faults: [
          { path: ['mail'], rule: 'NOT_A_MAIL_ADDRESS' },
          { path: ['subject'], rule: 'REQUIRED' },
        ],
      },
      { status: 422, code: 'INVALID_INPUT', faults: [{ path: ['website'], rule: 'UNKNOWN_FIELD' }] },
      { status: 404, code: 'NOT_FOUND' },
    ]);
    expect((await doors.stored()).length).toBe(before);
  });

  it('say that it could not be taken just now: to people with what they typed, to programs as a problem', async () => {
    doors.keyRing.away = true;
    const page = await doors.postForm(asked);
    const problem = await doors.postForm(asked, '/forms/acme', { accept: 'application/json' });
    doors.keyRing.away = false;
    expect([page.statusCode, problem.statusCode]).toEqual([503, 503]);
    expect(page.body).toContain('value="No network"');
    expect(problem.json()).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    expect([page.headers['retry-after'], problem.headers['retry-after']]).toEqual(['1', '1']);
  });

  it('keep a form that has no token, or a broken one, from being taken twice all the same', async () => {
    const once = await doors.postForm({ ...asked, subject: 'No token' });
    const again = await doors.postForm({ ...asked, subject: 'No token', token: `'; --` });
    expect(again.statusCode).toBe(303);
    expect(again.headers.location).toBe(once.headers.location);
  });

  it('know no desk and no submission that is not there', async () => {
    for (const url of [
      '/forms/nobody',
      `/forms/acme/submissions/${FOREIGN}`,
      '/forms/acme/submissions/7',
      '/forms/%00',
      '/forms/acme/elsewhere/altogether',
    ]) {
      const answer = await doors.get(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toContain('There is no such page');
    }
    for (const url of ['/v1/tenants/nobody/submissions/7', `/v1/tenants/acme/submissions/${FOREIGN}`]) {
      expect((await doors.get(url)).json()).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    }
    expect((await doors.postForm(asked, '/forms/nobody')).statusCode).toBe(404);
    expect((await doors.postJson(asked, {}, '/v1/tenants/nobody/submissions')).statusCode).toBe(404);
  });

  it('take JSON, and say where its outcome will be', async () => {
    const posted = await doors.postJson({ ...asked, language: 'de' });
    expect(posted.statusCode).toBe(202);
    const { id } = posted.json<{ id: SubmissionId }>();
    expect(posted.json()).toEqual({ id, state: 'received', ticketNumber: null });
    expect(posted.headers.location).toBe(`/v1/tenants/acme/submissions/${id}`);

    expect((await doors.get(String(posted.headers.location))).json()).toEqual({
      id,
      state: 'received',
      ticketNumber: null,
    });
    doors.outcomes.set(id, { state: 'opened', ticketNumber: 'LD-8' });
    expect((await doors.get(String(posted.headers.location))).json()).toEqual({
      id,
      state: 'opened',
      ticketNumber: 'LD-8',
    });
    doors.outcomes.set(id, { state: 'refused' });
    expect((await doors.get(String(posted.headers.location))).json()).toEqual({
      id,
      state: 'refused',
      ticketNumber: null,
    });
  });

  it('let nobody keep or pass on the id of a submission, which is the key to it', async () => {
    const form = await doors.postForm({ ...asked, subject: 'To keep', token: await doors.token() });
    const page = await doors.get(String(form.headers.location));
    const posted = await doors.postJson({ ...asked, subject: 'To keep over REST' });
    const resource = String(posted.headers.location);
    const answers = [page, posted, await doors.get(resource), await doors.get(resource.replace(/sub_.*/, FOREIGN))];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 202, 200, 404]);
    for (const { headers } of answers)
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    // The browser follows it without a word of the form's address, and keeps nothing.
    expect(form.headers).toMatchObject({ 'cache-control': 'no-store' });
  });

  it('say of a submission no more than what became of it', async () => {
    const posted = await doors.postJson({ ...asked, subject: 'Nothing of this' });
    const told = (await doors.get(String(posted.headers.location))).json<object>();
    expect(Object.keys(told)).toEqual(['id', 'state', 'ticketNumber']);
  });

  it('answer with a page or a problem as the weights of Accept say', async () => {
    const problem = await doors.postForm({ ...asked, mail: 'carla' }, '/forms/acme', {
      accept: 'text/html;q=0, application/json',
    });
    expect(problem.json()).toMatchObject({ code: 'INVALID_INPUT' });
    const page = await doors.postForm({ ...asked, mail: 'carla' }, '/forms/acme', {
      accept: 'application/json;q=0, text/html;q=0.1',
    });
    expect(page.body).toContain('This is not a mail address.');
  });

  it('take JSON under the same key once, and refuse another text under it', async () => {
    const key = { 'idempotency-key': 'order-17' };
    const first = await doors.postJson(asked, key);
    expect((await doors.postJson(asked, key)).json()).toEqual(first.json());
    const other = await doors.postJson({ ...asked, body: 'Other.' }, key);
    expect(other.statusCode).toBe(409);
    expect(other.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(other.json()).toMatchObject({ code: 'COMMAND_ID_REUSED' });
  });

  it('tell all faults of JSON at once', async () => {
    const answer = await doors.postJson({ mail: 'x', extra: 1 });
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ faults: { path: string[] }[] }>().faults.map(({ path }) => path[0])).toEqual(
      expect.arrayContaining(['extra', 'mail', 'subject', 'body']),
    );
  });

  it('keep what was typed while the ledger is away, and take it once it is back', async () => {
    const token = await doors.token();
    await postgres.kill();
    const refused = doors.postForm({ ...asked, subject: 'In the dark', token });
    await postgres.start();
    const answer = await refused;
    // The ledger tries for a while itself: either it was in time, or the page says to send it again.
    if (answer.statusCode === 503) expect(answer.body).toContain('value="In the dark"');
    const again = await doors.postForm({ ...asked, subject: 'In the dark', token });
    expect(again.statusCode).toBe(303);
    const events = await doors.stored();
    const address = String(again.headers.location);
    expect(events.filter(({ stream }) => address.endsWith(stream.id))).toHaveLength(1);
  });
});
