import type { Kafka } from 'kafkajs';
import { Membership, type MembershipOptions } from './membership.ts';

describe('A membership in a consumer’s group', () => {
  afterEach(() => void jest.useRealTimers());

  it('ends also where kafkajs never says that it has left', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const nothing = (): Promise<void> => Promise.resolve();
    const client = { on: nothing, connect: nothing, subscribe: nothing, run: nothing, disconnect: never };
    const warnings: string[] = [];
    const membership = new Membership({
      kafka: { consumer: () => client } as unknown as Kafka,
      consumer: { name: 'one', topics: ['ticket'] },
      generation: '1',
      sessionMs: 6_000,
      known: new Map(),
      logger: { warn: (_: object, said: string) => warnings.push(said) },
    } as unknown as MembershipOptions);
    const stop = new AbortController();
    let ended = false;
    const running = membership.run(stop.signal).then(() => (ended = true));
    stop.abort();
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    expect(ended).toBe(false);
    jest.advanceTimersByTime(10_000);
    await running;
    expect(warnings).toEqual([expect.stringContaining('does not leave')]);
  });
});

const never = (): Promise<never> => new Promise(() => undefined);
