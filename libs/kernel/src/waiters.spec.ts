import { Waiters } from './waiters.ts';

describe('Those who wait for a change', () => {
  const never = new AbortController().signal;
  const settled = async (waiting: Promise<void>): Promise<boolean> => {
    let done = false;
    void waiting.then(() => (done = true));
    await new Promise(setImmediate);
    return done;
  };

  it('look again when they are woken, all of them', async () => {
    const waiters = new Waiters();
    const waiting = [waiters.next(never), waiters.next(never)];
    expect(await settled(waiting[0]!)).toBe(false);
    waiters.wake();
    await Promise.all(waiting);
  });

  it('wait for the next wake, not for the one before', async () => {
    const waiters = new Waiters();
    waiters.wake();
    expect(await settled(waiters.next(never))).toBe(false);
  });

  it('stop when they are told, also before they began', async () => {
    const waiters = new Waiters();
    const stop = new AbortController();
    const waiting = waiters.next(stop.signal);
    stop.abort();
    await waiting;
    await waiters.next(stop.signal);
  });
});
