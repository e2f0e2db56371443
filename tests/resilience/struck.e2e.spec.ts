import { describeWithOwnKafka } from '@ledgerdesk/testing';
import path from 'node:path';
import { emptyDataFolder } from '../support/data-folder.ts';
import { choicesOf } from './choices.ts';
import { drill, type Course } from './drill.ts';
import { distributedGround } from './ground/distributed-ground.ts';
import type { Ground } from './ground/ground.ts';

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

describeWithOwnKafka(`Services of their own, struck under load (RESILIENCE_SEED=${SEED})`, () => {
  const data = emptyDataFolder();
  const over = new AbortController();
  let ground: Ground | undefined;
  let course: Course;

  beforeAll(async () => {
    ground = await distributedGround({ data: data.path, logFile: path.join(path.dirname(data.path), 'program.log') });
    const strikes = ground.strikes.filter(({ name }) => QUICK.includes(name));
    const endless = choicesOf(SEED, strikes, PACE);
    const choices = strikes.map(() => endless.next().value!).values();
    course = await drill(ground, {
      choices,
      periodMs: Infinity,
      restMs: 0,
      signal: over.signal,
      tell: () => undefined,
    });
  }, 900_000);

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
});
