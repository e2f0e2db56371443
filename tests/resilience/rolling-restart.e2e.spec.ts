import { describeWithOwnKafka } from '@ledgerdesk/testing';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Caller } from '../support/caller.ts';
import { emptyDataFolder } from '../support/data-folder.ts';
import { EventFeed } from '../support/event-feed.ts';
import { isAlive, variableOf } from '../support/processes.ts';
import { distributedGround } from './ground/distributed-ground.ts';
import type { Ground } from './ground/ground.ts';
import { end, pidsOf } from './ground/services.ts';
import { Load } from './load.ts';
import { Books } from './reckoning/books.ts';
import { Balancer, type Backend } from './rolling/balancer.ts';
import { Readers } from './rolling/readers.ts';

const SERVICES = ['access', 'tickets', 'intake', 'gateway'] as const;
const REPLICAS = SERVICES.map((service) => `${service}=2`).join();
const REST_MS = 50;
const PATIENCE_MS = 900_000;

interface Replica extends Backend {
  readonly service: string;
  readonly pid: number;
}

describeWithOwnKafka('Two replicas of every service, people and integrations before a balancer', () => {
  const data = emptyDataFolder();
  const over = new AbortController();
  let ground: Ground;
  let gateways: Balancer;
  let forms: Balancer;

  const replicasOf = (service: string): readonly Replica[] =>
    pidsOf(ground.program, service).map((pid) => ({
      service,
      pid,
      port: portOf(pid, 'HTTP_PORT'),
      opsPort: portOf(pid, 'OPS_PORT'),
    }));
  const portOf = (pid: number, name: string): number => Number(variableOf(pid, name));

  beforeAll(async () => {
    ground = await distributedGround({
      data: data.path,
      logFile: path.join(path.dirname(data.path), 'program.log'),
      clear: true,
      // Longer than it takes a probe to be heard, and than a command waits, on a busy machine: here nobody asks twice.
      env: { REPLICAS, DRAIN_SECONDS: '5', COMMAND_TIMEOUT_MS: '60000' },
    });
    gateways = await Balancer.before(replicasOf('gateway'));
    forms = await Balancer.before(replicasOf('intake'));
    await Promise.all([gateways, forms].map((each) => each.allReady(over.signal)));
  }, PATIENCE_MS);
  afterAll(async () => {
    over.abort();
    gateways?.close();
    forms?.close();
    await ground?.end();
    data.remove();
  });

  it('what was written through one gateway is read through the other by whoever asks for it, and told there', async () => {
    const [one, other] = replicasOf('gateway').map(({ port }) => `http://127.0.0.1:${port}`) as [string, string];
    const { tokens, reader } = ground.desks[0]!;
    for (const [written, read] of [
      [one, other],
      [other, one],
    ] as const) {
      const told = new EventFeed(read, reader);
      await told.toTheEnd();
      const { ticketId, atLeast } = await new Caller(written, tokens.requester).command('openTicket', {
        subject: 'Written there',
        body: { content: 'And read here' },
      });
      const query = 'query ($id: ID!) { ticket(id: $id) { subject } }';
      const asked = new Caller(read, tokens.requester).ask<object>(query, { id: ticketId }, atLeast);
      expect(await asked).toEqual({ ticket: { subject: 'Written there' } });
      const event = await told.until(({ subject }) => subject === ticketId);
      expect(Number(event.sequence)).toBe(0);
    }
  });

  /** As an upgrade goes: it is asked to end, ends, and is ready again before the next one's turn. */
  async function restart({ service, pid, opsPort }: Replica): Promise<void> {
    end(ground.program, service, pid, 'SIGTERM');
    while (isAlive(pid)) await sleep(50, undefined, { signal: over.signal });
    const ready = () =>
      fetch(`http://127.0.0.1:${opsPort}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await ready())) await sleep(100, undefined, { signal: over.signal });
    await Promise.all([gateways, forms].map((each) => each.allReady(over.signal)));
  }

  it(
    'are all restarted in turn under load: no query fails, and no command that its repeat does not heal',
    async () => {
      const { desks } = ground;
      const load = new Load(() => ({ address: gateways.address, forms: forms.address }), REST_MS);
      const readers = new Readers(gateways.address, REST_MS);
      const running = Promise.all([load.run(desks, 2), readers.run(desks, 2)]);
      const before = SERVICES.flatMap((service) => replicasOf(service));
      expect(before).toHaveLength(2 * SERVICES.length);
      for (const replica of before) {
        const answered = load.acknowledged.length;
        await restart(replica);
        while (load.acknowledged.length === answered) await sleep(50, undefined, { signal: over.signal });
      }
      load.stop();
      readers.stop();
      await running;

      expect(SERVICES.flatMap((service) => replicasOf(service)).map(({ pid }) => pid)).not.toContain(before[0]!.pid);
      expect(readers.asked).toBeGreaterThan(before.length);
      expect(readers.failed).toEqual([]);
      expect(await new Books(ground).reckon(load)).toEqual([]);
      expect(ground.program.faults).toEqual([]);
    },
    PATIENCE_MS,
  );
});
