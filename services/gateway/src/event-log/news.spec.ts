import type { TenantId } from '@ledgerdesk/kernel';
import { SOME_TENANT } from '@ledgerdesk/testing';
import { OTHER_TENANT } from '../../test/support/desk.ts';
import { News } from './news.ts';

describe('Whoever waits for events', () => {
  const reached = new Map([['ledger', 1n]]);
  let leave: AbortController;
  beforeEach(() => {
    leave = new AbortController();
  });
  afterEach(() => leave.abort());

  /** `lookEveryMs` of a day is never. */
  const news = (lookEveryMs: number, look = (): Promise<ReadonlyMap<string, bigint>> => Promise.resolve(reached)) =>
    new News({ look, lookEveryMs, logger: { debug: () => undefined } });
  const NEVER = 86_400_000;
  const heard = (of: News, tenant: TenantId): { done: boolean; next: Promise<void> } => {
    const waiting = { done: false, next: of.next(tenant, leave.signal).then(() => void (waiting.done = true)) };
    return waiting;
  };

  it('hears of those of the own tenant that this process has stored', async () => {
    const of = news(NEVER);
    const [mine, theirs] = [heard(of, SOME_TENANT), heard(of, OTHER_TENANT)];
    expect(of.waiters).toBe(2);
    of.stored(new Set([SOME_TENANT]), { source: 'ledger', position: 2n });
    await mine.next;
    expect([theirs.done, of.waiters]).toEqual([false, 1]);
  });

  it('hears of what another process has stored', async () => {
    let position = 1n;
    const of = news(1, () => Promise.resolve(new Map([['ledger', position]])));
    await of.next(SOME_TENANT, leave.signal);
    const second = of.next(SOME_TENANT, leave.signal);
    position = 2n;
    await second;
    expect(of.waiters).toBe(0);
  });

  it('goes on waiting where it cannot be seen what others do', async () => {
    let looks = 0;
    const of = news(1, () => {
      looks += 1;
      return looks < 3 ? Promise.reject(new Error('away')) : Promise.resolve(reached);
    });
    await of.next(SOME_TENANT, leave.signal);
    expect(looks).toBe(3);
  });

  it('is let go when the wait is over', async () => {
    const of = news(NEVER);
    const waiting = heard(of, SOME_TENANT);
    leave.abort();
    await waiting.next;
    expect(of.waiters).toBe(0);
  });
});
