import { correlationIdOf, httpAdapter, noteInLog } from '@ledgerdesk/platform';
import { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { LastAnswers } from '../../src/http/last-answers.ts';
import { logContext } from '../../src/observability/log-context.ts';
import { readMetrics } from '../../src/observability/metrics/looks.ts';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('A request over HTTP', () => {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  const logger = pino({ base: null, mixin: logContext }, sink);
  const lastAnswers = new LastAnswers();
  const adapter = httpAdapter({ loopbackOnly: false });
  const fastify = adapter.getInstance();
  let address: string;

  beforeAll(async () => {
    lastAnswers.on(fastify);
    fastify.post('/desks/:desk', async (request) => {
      const { tenant } = request.body as { tenant: string };
      logger.info('asked');
      await sleep(1);
      noteInLog({ tenant });
      logger.info('known');
      return { correlationId: correlationIdOf(request) };
    });
    address = await fastify.listen({ host: '127.0.0.1', port: 0 });
  });
  beforeEach(() => void (lines.length = 0));
  afterAll(() => fastify.close());

  /** Over a connection: there a body comes by events of its own. */
  const post = (tenant: string, headers: Record<string, string> = {}) =>
    fetch(`${address}/desks/anna@example.org`, {
      method: 'POST',
      body: JSON.stringify({ tenant }),
      headers: { 'content-type': 'application/json', ...headers },
    });

  it('is named in every line of the log about it, and by nothing else than ids', async () => {
    await post('tnt_1', { 'x-correlation-id': 'c-1', traceparent: TRACEPARENT });
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    expect(lines).toEqual([
      { level: 30, time: expect.anything() as unknown, correlationId: 'c-1', traceId, msg: 'asked' },
      { level: 30, time: expect.anything() as unknown, correlationId: 'c-1', traceId, tenant: 'tnt_1', msg: 'known' },
    ]);
  });

  it('is known though its body comes long after its head', async () => {
    const body = Readable.from(
      (async function* () {
        yield '{"tenant":';
        await sleep(50);
        yield '"tnt_1"}';
      })(),
    );
    const headers = { 'content-type': 'application/json', 'x-correlation-id': 'c-1' };
    await fetch(`${address}/desks/anna`, {
      method: 'POST',
      body: Readable.toWeb(body),
      headers,
      duplex: 'half',
    } as RequestInit);
    expect(lines).toEqual([
      expect.objectContaining({ correlationId: 'c-1' }),
      expect.objectContaining({ correlationId: 'c-1', tenant: 'tnt_1' }),
    ]);
  });

  it('is not taken for another that is answered at the same time', async () => {
    await Promise.all(['1', '2', '3'].map((n) => post(`tnt_${n}`, { 'x-correlation-id': `c-${n}` })));
    const known = lines.filter(({ msg }) => msg === 'known');
    expect(known).toHaveLength(3);
    for (const { tenant, correlationId } of known) expect(String(correlationId).slice(2)).toBe(String(tenant).slice(4));
  });

  it('is measured by the template of its route, never by what stands in its path', async () => {
    await post('tnt_1');
    await fastify.inject({ method: 'GET', url: '/anna@example.org' });
    const text = await readMetrics();
    expect(text).toContain(
      'http_server_request_duration_seconds_count{http_request_method="POST",http_route="/desks/:desk",http_response_status_code="200"}',
    );
    expect(text).toContain('http_route="none",http_response_status_code="404"');
    expect(text).not.toContain('anna@');
  });

  it('is the last on its connection once the server leaves', async () => {
    expect((await post('tnt_1')).headers.get('connection')).not.toBe('close');
    lastAnswers.begin();
    expect((await post('tnt_1')).headers.get('connection')).toBe('close');
  });
});
