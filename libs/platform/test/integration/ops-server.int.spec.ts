import { OpsServer } from '@ledgerdesk/platform';
import { freePort } from '@ledgerdesk/postgres';
import { lookWithEachReading } from '../../src/observability/metrics/looks.ts';

const fine = { name: 'ledger', look: () => Promise.resolve() };
const away = {
  name: 'read database',
  look: () => Promise.reject(Object.assign(new Error('10.0.0.7'), { code: 'ECONNREFUSED' })),
};
const silent = { name: 'key database', look: () => new Promise(() => undefined) };

describe('What a process shows to those who run it', () => {
  let ops: OpsServer;
  let address: string;
  let stuck: string[];

  beforeEach(async () => {
    const place = { host: '127.0.0.1', port: await freePort() };
    address = `http://${place.host}:${place.port}`;
    stuck = [];
    ops = new OpsServer({ place });
    await ops.listen();
  });
  afterEach(() => ops.close());

  const started = (...checks: (typeof fine)[]) => ops.started({ checks, stuck: () => stuck });
  async function get(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const answer = await fetch(`${address}${path}`);
    return { status: answer.status, body: await answer.json() };
  }

  it('is that it lives, and has neither started nor is ready, until it has started', async () => {
    expect(await get('/livez')).toMatchObject({ status: 200 });
    expect(await get('/startupz')).toMatchObject({ status: 503 });
    expect(await get('/readyz')).toMatchObject({ status: 503 });
    started(fine);
    expect(await get('/startupz')).toMatchObject({ status: 200 });
    expect(await get('/readyz')).toEqual({
      status: 200,
      body: { ready: true, draining: false, checks: [{ name: 'ledger', ok: true }] },
    });
  });

  it('is that it is not ready without what it stands on, and lives all the same', async () => {
    started(fine, away as never);
    expect(await get('/readyz')).toEqual({
      status: 503,
      body: {
        ready: false,
        draining: false,
        checks: [
          { name: 'ledger', ok: true },
          { name: 'read database', ok: false, fault: 'ECONNREFUSED' },
        ],
      },
    });
    expect(await get('/livez')).toMatchObject({ status: 200 });
  });

  it('is told in bounded time where nothing answers', async () => {
    started(silent as never);
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      body: { checks: [{ name: 'key database', ok: false, fault: 'no answer within 2000 ms' }] },
    });
  });

  it('is that it takes nothing more once it is asked to end, and lives until it has', async () => {
    started(fine);
    ops.drain();
    expect(await get('/readyz')).toMatchObject({ status: 503, body: { ready: false, draining: true } });
    expect(await get('/livez')).toMatchObject({ status: 200 });
  });

  it('is that it does not live once a part of it is stuck', async () => {
    started(fine);
    stuck = ['the event loop comes 9000 ms late'];
    expect(await get('/livez')).toEqual({ status: 503, body: { live: false, stuck } });
  });

  it('is what Prometheus reads, without what cannot be found out', async () => {
    const end = lookWithEachReading({
      name: 'spec',
      look: () => Promise.reject(new Error('away')),
      forget: () => undefined,
    });
    const answer = await fetch(`${address}/metrics`);
    end();
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    const text = await answer.text();
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toContain('ledgerdesk_metrics_look_failures_total{look="spec"} 1');
  });

  it('holds no keys where nobody checks by them', async () => {
    expect(await get('/.well-known/jwks.json')).toMatchObject({ status: 404 });
  });
});
