import { newId } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';
import { eventsOf } from '../../../test/support/event-store-conformance/situation.ts';
import { TENANT } from '../../../test/support/purse.ts';
import { BusyError, UnavailableError } from '../../port/errors.ts';
import type { Session } from '../connection/session.ts';
import { Lane, type LaneLimits } from './lane.ts';
import { PendingAppend } from './pending-append.ts';

const LIMITS: LaneLimits = {
  groupCommands: 2,
  groupEvents: 100,
  groupBytes: 1 << 20,
  waiting: 100,
  waitingOfTenant: 100,
  waitingBytes: 1 << 20,
  waitingBytesOfTenant: 1 << 20,
};

function pendingFor(ms: number, tenant = TENANT): PendingAppend {
  const commandId = randomUUID();
  const stream = { category: 'purse', tenant, id: commandId };
  const events = eventsOf(tenant, commandId, [{ text: 'x' }]);
  return new PendingAppend({ stream, expected: 'any', events, command: { commandId } }, performance.now() + ms);
}

/** A database that answers each statement as it is told; `sent` counts them. */
function databaseThat(answers: (sent: number) => Promise<never>): { readonly session: Session; sent(): number } {
  let sent = 0;
  const client = { query: () => answers((sent += 1)) };
  const session = {
    connected: () => Promise.resolve(client),
    abandon: () => undefined,
    close: () => Promise.resolve(),
  };
  return { session: session as unknown as Session, sent: () => sent };
}

const HELD_UP = Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
const LOST = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
/** Longer than any of this takes, on a busy machine too. */
const IN_TIME = 60_000;

describe('A lane of appends', () => {
  it('sends nothing whose deadline has passed while it waited, and says BUSY', async () => {
    const { session, sent } = databaseThat(() => Promise.reject(HELD_UP));
    const lane = new Lane(session, LIMITS);
    const late = [pendingFor(-1), pendingFor(-1), pendingFor(-1)];
    const answers = await Promise.allSettled(late.map((pending) => lane.submit(pending)));
    for (const one of answers) expect(one).toMatchObject({ status: 'rejected', reason: expect.any(BusyError) });
    expect(sent()).toBe(0);
    await lane.drained();
  });

  it('answers all that have become late as soon as one group was held up, and sends none of them', async () => {
    const waiting = Array.from({ length: 20 }, () => pendingFor(IN_TIME));
    const bothSent = Promise.withResolvers<void>();
    const { session, sent } = databaseThat(async (count) => {
      if (count === 2) bothSent.resolve();
      await bothSent.promise;
      for (const pending of waiting) Object.assign(pending, { deadline: 0 });
      throw HELD_UP;
    });
    const lane = new Lane(session, LIMITS);
    const answers = await Promise.allSettled(waiting.map((pending) => lane.submit(pending)));
    for (const one of answers) expect(one).toMatchObject({ status: 'rejected', reason: expect.any(BusyError) });
    // The two that may be on their way at once.
    expect(sent()).toBe(2);
    await lane.drained();
  });

  it('never says BUSY of an append that was sent on a connection that was lost', async () => {
    const pending = pendingFor(IN_TIME);
    const { session } = databaseThat((sent) => Promise.reject(sent === 1 ? LOST : HELD_UP));
    const lane = new Lane(session, LIMITS);
    await expect(lane.submit(pending)).rejects.toThrow(UnavailableError);
    await lane.drained();
  });

  it.each([
    ['in all', { waitingBytes: 900 }, newId('tnt')],
    ['of one tenant', { waitingBytesOfTenant: 900 }, TENANT],
  ])('says BUSY at once where too many bytes wait %s', async (_, limits, other) => {
    const lane = new Lane(databaseThat(() => Promise.reject(HELD_UP)).session, { ...LIMITS, ...limits });
    const some = [pendingFor(IN_TIME), pendingFor(IN_TIME), pendingFor(IN_TIME)];
    expect(some[0]!.leastBytes * 3).toBeLessThanOrEqual(900);
    expect(some[0]!.leastBytes * 4).toBeGreaterThan(900);
    const taken = some.map((pending) => lane.submit(pending));
    await expect(lane.submit(pendingFor(IN_TIME, other))).rejects.toThrow('Too many');
    await Promise.allSettled(taken);
    // What was answered waits no more.
    await expect(lane.submit(pendingFor(IN_TIME, other))).rejects.toThrow('lock timeout');
    await lane.drained();
  });

  it('lets another tenant in where too many bytes of one wait', async () => {
    const limits = { ...LIMITS, waitingBytesOfTenant: 900 };
    const lane = new Lane(databaseThat(() => Promise.reject(HELD_UP)).session, limits);
    const taken = Array.from({ length: 3 }, () => lane.submit(pendingFor(IN_TIME)));
    await expect(lane.submit(pendingFor(IN_TIME, newId('tnt')))).rejects.toThrow('lock timeout');
    await Promise.allSettled(taken);
    await lane.drained();
  });
});
