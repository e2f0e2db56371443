import { InMemoryEventStore, placeOf } from '@ledgerdesk/event-store';
import { DeskLedger } from '../../test/support/desk-ledger.ts';
import { relayLag } from './relay-lag.ts';

describe('What a relay has yet to publish', () => {
  let store: InMemoryEventStore;
  let desk: DeskLedger;
  beforeEach(() => {
    store = new InMemoryEventStore();
    desk = new DeskLedger(store);
  });

  const lag = (checkpoint?: Parameters<typeof relayLag>[2]) => relayLag(store, ['team'], checkpoint);

  it('is nothing in an empty ledger', async () => {
    expect(await lag()).toEqual({ events: 0, seconds: 0 });
  });

  it('is everything from its oldest event on where it has not begun', async () => {
    await desk.join('t1', 'anna');
    const { events, seconds } = await lag();
    expect(events).toBeGreaterThan(0);
    expect(seconds).toBeGreaterThanOrEqual(0);
  });

  it('is nothing where only what others publish has come since', async () => {
    await desk.join('t1', 'anna');
    const reached = placeOf(await store.head());
    await desk.take('k1', 'anna');
    expect(await lag(reached)).toEqual({ events: 0, seconds: 0 });
    await desk.join('t1', 'ben');
    expect((await lag(reached)).events).toBeGreaterThan(0);
  });
});
