import type { Place } from '../../port/cursor.ts';
import { UnavailableError } from '../../port/errors.ts';
import type { KurrentConnection } from '../protocol/wire.ts';
import type { LedgerReader } from '../read/ledger-reader.ts';
import { SubscribedHead } from './subscribed-head.ts';

const BEFORE: Place = { epoch: 'e', position: 1n };
const AFTER: Place = { epoch: 'e', position: 2n };

/** A ledger whose subscriptions say something, or end, when a spec wants it. */
class Ledger {
  place = BEFORE;
  readonly subscriptions: { readonly onRecord: () => void; readonly end: (fault: Error) => void }[] = [];
  readonly watch: SubscribedHead;

  constructor() {
    const connection = {
      follow: (_: unknown, signal: AbortSignal, onRecord: () => void) =>
        new Promise<void>((resolve, end) => {
          signal.addEventListener('abort', () => resolve());
          this.subscriptions.push({ onRecord, end });
        }),
    } as Partial<KurrentConnection> as KurrentConnection;
    this.watch = new SubscribedHead(connection, { head: async () => this.place } as unknown as LedgerReader);
  }
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
};

describe('The watch over the head of a ledger in KurrentDB', () => {
  const { signal } = new AbortController();
  let ledger: Ledger;
  let heard: boolean;

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    ledger = new Ledger();
    heard = false;
    void ledger.watch.movedFrom(BEFORE, signal).then(() => (heard = true));
    await turns();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await ledger.watch.close();
  });

  it('hears of what comes from the subscription', async () => {
    ledger.place = AFTER;
    await turns();
    expect(heard).toBe(false);
    ledger.subscriptions[0]!.onRecord();
    await turns();
    expect(heard).toBe(true);
  });

  it('hears of a new epoch at the same place', async () => {
    ledger.place = { ...BEFORE, epoch: 'f' };
    ledger.subscriptions[0]!.onRecord();
    await turns();
    expect(heard).toBe(true);
  });

  it('waits on where what came is not seen yet', async () => {
    ledger.subscriptions[0]!.onRecord();
    await turns();
    expect(heard).toBe(false);
  });

  it('asks now and then where the subscription says nothing', async () => {
    ledger.place = AFTER;
    jest.advanceTimersByTime(1000);
    await turns();
    expect(heard).toBe(true);
  });

  it('begins another subscription where one has ended', async () => {
    jest.useRealTimers();
    ledger.subscriptions[0]!.end(new UnavailableError('away'));
    while (ledger.subscriptions.length < 2) await new Promise(setImmediate);
    ledger.place = AFTER;
    ledger.subscriptions[1]!.onRecord();
    await turns();
    expect(heard).toBe(true);
  });

  it('has one subscription, however many wait', async () => {
    void ledger.watch.movedFrom(BEFORE, signal);
    await turns();
    expect(ledger.subscriptions).toHaveLength(1);
  });
});
