import { describeWithOwnKafka } from '@ledgerdesk/testing';
import path from 'node:path';
import { emptyDataFolder } from '../support/data-folder.ts';
import { choicesOf } from './choices.ts';
import { drill, type Course } from './drill.ts';
import { distributedGround } from './ground/distributed-ground.ts';
import { signal } from './ground/frozen.ts';
import type { Ground, Strike } from './ground/ground.ts';
import { pidsOf } from './ground/services.ts';

const SEED = Number(process.env.RESILIENCE_SEED ?? Date.now() % 1_000_000);
const PACE = { leastMs: 200, mostMs: 1_500 };
/** Of all that can befall it what is quickly done; `npm run resilience` does the rest as well, and for longer. */
const QUICK = [
  'kill -9 of tickets',
  'kill -9 of access',
  'kill -9 of intake',
  'kill -9 of gateway',
  'kill -9 of PostgreSQL',
  'kill -9 of Kafka',
  'PostgreSQL refuses connections',
  "SIGSTOP of the leader of tickets' relay, for longer than its lease",
];

const PATIENCE_MS = 900_000;

describeWithOwnKafka(`Services of their own, struck under load (RESILIENCE_SEED=${SEED})`, () => {
  const data = emptyDataFolder();
  const over = new AbortController();
  let ground: Ground | undefined;
  let course: Course;

  /** Each strike once, and a reckoning. */
  function struck(on: Ground, strikes: readonly Strike[]): Promise<Course> {
    const endless = choicesOf(SEED, strikes, PACE);
    const choices = strikes.map(() => endless.next().value!).values();
    return drill(on, { choices, periodMs: Infinity, restMs: 0, signal: over.signal, tell: () => undefined });
  }

  beforeAll(async () => {
    const logFile = path.join(path.dirname(data.path), 'program.log');
    ground = await distributedGround({ data: data.path, logFile, clear: true });
    course = await struck(
      ground,
      ground.strikes.filter(({ name }) => QUICK.includes(name)),
    );
  }, PATIENCE_MS);

  afterAll(async () => {
    over.abort();
    await ground?.end();
    data.remove();
  });

  it('lose nothing, do nothing twice, and leave out nothing: in the ledger, in Kafka, in views and for whoever reads the feed', () => {
    expect(course.findings).toEqual([]);
    expect([...course.strikes.keys()].toSorted()).toEqual(QUICK.toSorted());
    expect(course.commands).toBeGreaterThan(0);
    expect(course.submissions).toBeGreaterThan(0);
  });

  it(
    'do not end unnoticed of anything else, though they are started again',
    async () => {
      const { program } = ground!;
      const secretly: Strike = {
        name: 'something that nobody answers for',
        hits: 'access',
        act: () => Promise.resolve(pidsOf(program, 'access').forEach((pid) => signal(pid, 'SIGUSR2'))),
      };
      const { findings } = await struck(ground!, [secretly]);
      expect(findings).toEqual([expect.stringMatching(/^access ended by itself \(SIGUSR2\) at /)]);
    },
    PATIENCE_MS,
  );
});
