import { createCommandHandler, InMemoryKeyRing, type PostgresEventStore } from '@ledgerdesk/event-store';
import type { SubmissionId, TenantId } from '@ledgerdesk/kernel';
import { systemClock } from '@ledgerdesk/platform';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import 'reflect-metadata';
import { ChannelsModule } from '../../src/channels/channels.module.ts';
import { Intake } from '../../src/channels/intake.ts';
import { submissionCategory } from '../../src/ledger/submission-category.ts';
import type { SubmissionOutcome } from '../../src/ports/submission-outcomes.ts';
import { intakeLedger } from '../support/ledger.ts';

const ACME: TenantId = 'tnt_01h455vb4pex5vsknk084sn02a';
const asked = {
  name: 'Carla',
  mail: 'carla@example.org',
  subject: 'No network',
  body: 'Since this morning.\r\nAll of it.',
};

describe('The ways in', () => {
  let postgres: TestPostgres;
  let eventStore: PostgresEventStore;
  let app: NestFastifyApplication;
  const outcomes = new Map<SubmissionId, SubmissionOutcome>();
  const keyRing = new InMemoryKeyRing();

  beforeAll(async () => {
    postgres = await startPostgres({ durable: true });
    eventStore = await intakeLedger(postgres);
    const intake = new Intake({
      eventStore,
      keyRing,
      submissions: createCommandHandler(submissionCategory, { eventStore, keyRing }),
      clock: systemClock,
      tenants: { byKey: (key) => Promise.resolve(key === 'acme' ? { id: ACME, name: 'Acme & Sons' } : undefined) },
      outcomes: { of: (_, id) => Promise.resolve(outcomes.get(id) ?? { state: 'received' }) },
    });
    app = await NestFactory.create<NestFastifyApplication>(ChannelsModule.on(intake), new FastifyAdapter(), {
      logger: false,
    });
    await app.init();
  });
  afterAll(async () => {
    await app.close();
    await eventStore.close();
    await postgres.stop();
  });

  const get = (url: string, language = 'en') =>
    app.inject({ method: 'GET', url, headers: { 'accept-language': language } });
  const postForm = (fields: Record<string, string>, url = '/forms/acme') =>
    app.inject({
      method: 'POST',
      url,
      payload: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' },
    });
  const postJson = (body: unknown, headers: Record<string, string> = {}, url = '/v1/tenants/acme/submissions') =>
    app.inject({
      method: 'POST',
      url,
      payload: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  const tokenOn = (page: string): string => /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const stored = async () => (await eventStore.readAll({ categories: ['submission'] }, 'start', 10_000)).events;

  it('show a form in the language of its reader, with a token of its own, never from a cache', async () => {
    const [english, german] = await Promise.all([get('/forms/acme'), get('/forms/acme', 'de-CH, en;q=0.5')]);
    expect(english.statusCode).toBe(200);
    expect(english.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(english.headers['content-security-policy']).toContain(`default-src 'none'`);
    expect(english.headers['cache-control']).toBe('no-store');
    expect(english.body).toContain('Write to Acme &amp; Sons');
    expect(german.body).toContain('Anfrage an Acme &amp; Sons');
    expect(tokenOn(english.body)).not.toBe(tokenOn(german.body));
  });

  it('lead from the form to a page that shows the number as soon as it is there, and nothing that was written', async () => {
    const token = tokenOn((await get('/forms/acme')).body);
    const posted = await postForm({ ...asked, token });
    expect(posted.statusCode).toBe(303);
    const address = String(posted.headers.location);
    expect(address).toMatch(/^\/forms\/acme\/submissions\/sub_[0-9a-z]{26}$/);

    const waiting = await get(address);
    expect(waiting.body).toContain('http-equiv="refresh"');
    outcomes.set(address.slice(-30) as SubmissionId, { state: 'opened', ticketNumber: 'LD-7' });
    const shown = await get(address, 'de');
    expect(shown.body).toContain('LD-7');
    for (const page of [waiting, shown]) {
      for (const said of Object.values(asked)) expect(page.body).not.toContain(said);
    }
  });

  it('take a form that is sent twice at once as one', async () => {
    const token = tokenOn((await get('/forms/acme')).body);
    const before = (await stored()).length;
    const answers = await Promise.all([1, 2, 3, 4].map(() => postForm({ ...asked, token })));
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
    expect((await stored()).length).toBe(before + 1);
  });

  it('show the form again with what was typed where something is wrong with it, under the same token', async () => {
    const token = tokenOn((await get('/forms/acme')).body);
    const answer = await postForm({ ...asked, mail: 'carla', token });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('This is not a mail address.');
    expect(answer.body).toContain('value="carla"');
    expect(answer.body).toContain('All of it.</textarea>');
    expect(tokenOn(answer.body)).toBe(token);
  });

  it('tell whoever fills in the trap, and store nothing', async () => {
    const before = (await stored()).length;
    const answer = await postForm({ ...asked, website: 'https://example.org' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('must be left empty');
    expect((await stored()).length).toBe(before);
  });

  it('keep a form that has no token, or a broken one, from being taken twice all the same', async () => {
    const once = await postForm({ ...asked, subject: 'No token' });
    const again = await postForm({ ...asked, subject: 'No token', token: `'; --` });
    expect(again.statusCode).toBe(303);
    expect(again.headers.location).toBe(once.headers.location);
  });

  it('know no desk and no submission that is not there', async () => {
    const foreign = 'sub_01h455vb4pex5vsknk084sn02q';
    for (const url of [
      '/forms/nobody',
      `/forms/acme/submissions/${foreign}`,
      '/forms/acme/submissions/7',
      '/forms/%00',
    ]) {
      const answer = await get(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toContain('There is no such page');
    }
    for (const url of ['/v1/tenants/nobody/submissions/7', `/v1/tenants/acme/submissions/${foreign}`]) {
      expect((await get(url)).json()).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    }
    expect((await postForm(asked, '/forms/nobody')).statusCode).toBe(404);
    expect((await postJson(asked, {}, '/v1/tenants/nobody/submissions')).statusCode).toBe(404);
  });

  it('take JSON, and say where its outcome will be', async () => {
    const posted = await postJson({ ...asked, language: 'de' });
    expect(posted.statusCode).toBe(202);
    const { id } = posted.json<{ id: SubmissionId }>();
    expect(posted.json()).toEqual({ id, state: 'received', ticketNumber: null });
    expect(posted.headers.location).toBe(`/v1/tenants/acme/submissions/${id}`);

    expect((await get(String(posted.headers.location))).json()).toEqual({ id, state: 'received', ticketNumber: null });
    outcomes.set(id, { state: 'opened', ticketNumber: 'LD-8' });
    expect((await get(String(posted.headers.location))).json()).toEqual({ id, state: 'opened', ticketNumber: 'LD-8' });
    outcomes.set(id, { state: 'refused' });
    expect((await get(String(posted.headers.location))).json()).toEqual({ id, state: 'refused', ticketNumber: null });
  });

  it('take JSON under the same key once, and refuse another text under it', async () => {
    const key = { 'idempotency-key': 'order-17' };
    const first = await postJson(asked, key);
    expect((await postJson(asked, key)).json()).toEqual(first.json());
    const other = await postJson({ ...asked, body: 'Other.' }, key);
    expect(other.statusCode).toBe(409);
    expect(other.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(other.json()).toMatchObject({ code: 'COMMAND_ID_REUSED' });
  });

  it('tell all faults of JSON at once', async () => {
    const answer = await postJson({ mail: 'x', extra: 1 });
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ faults: { path: string[] }[] }>().faults.map(({ path }) => path[0])).toEqual(
      expect.arrayContaining(['extra', 'mail', 'subject', 'body']),
    );
  });

  it('answer whatever else is posted with a typed error, and nothing of the inside', async () => {
    const anything = fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' }));
    const types = fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain', 'x');
    const urls = fc.constantFrom('/forms/acme', '/v1/tenants/acme/submissions');
    await fc.assert(
      fc.asyncProperty(anything, types, urls, async (payload, type, url) => {
        const answer = await app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } });
        expect([400, 413, 415, 422]).toContain(answer.statusCode);
        expect(answer.body).not.toMatch(/node_modules|\.ts:|at .*\(/);
      }),
      { numRuns: 200 },
    );
  });

  it('keep what was typed while the ledger is away, and take it once it is back', async () => {
    const token = tokenOn((await get('/forms/acme')).body);
    await postgres.kill();
    const refused = postForm({ ...asked, subject: 'In the dark', token });
    await postgres.start();
    const answer = await refused;
    // The ledger tries for a while itself: either it was in time, or the page says to send it again.
    if (answer.statusCode === 503) expect(answer.body).toContain('value="In the dark"');
    const again = await postForm({ ...asked, subject: 'In the dark', token });
    expect(again.statusCode).toBe(303);
    const events = await stored();
    const address = String(again.headers.location);
    expect(events.filter(({ stream }) => address.endsWith(stream.id))).toHaveLength(1);
  });
});
