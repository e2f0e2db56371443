import { cursorOf, placeOf, type Cursor } from '../port/cursor.ts';
import { BusyError, ForeignEpochError, UnavailableError } from '../port/errors.ts';
import type { Batch } from '../port/event-store.ts';
import type { RecordedEvent } from '../port/event.ts';
import { follow, type PageReader, type Watch } from './follow.ts';

const place = (position: number): Cursor => cursorOf({ epoch: 'e', position: BigInt(position) });

/** A ledger of numbered events whose reads can fail, and are counted. */
class Ledger {
  length = 0;
  reads = 0;
  readonly failures: Error[] = [];

  readonly reader: PageReader = { page: (...asked) => this.page(...asked) };
  /** Says at once that there may be more: the reader then finds out. */
  readonly watch: Watch = { movedFrom: () => new Promise((resolve) => setImmediate(resolve)) };

  follow(batchSize: number, signal: AbortSignal = new AbortController().signal): AsyncGenerator<Batch> {
    return follow({ reader: this.reader, watch: this.watch }, 'everything', { after: 'start', signal, batchSize });
  }

  private async page(_: unknown, after: Cursor | 'start', limit: number): Promise<Batch> {
    this.reads += 1;
    await Promise.resolve();
    const failure = this.failures.shift();
    if (failure) throw failure;
    const from = after === 'start' ? 0 : Number(placeOf(after).position);
    const to = Math.min(this.length, from + limit);
    const events = Array.from({ length: to - from }, (__, n) => ({ cursor: place(from + n + 1) }) as RecordedEvent);
    return { events, cursor: place(to) };
  }
}

const sizes = async (following: AsyncGenerator<Batch>, batches: number): Promise<readonly number[]> => {
  const seen: number[] = [];
  while (seen.length < batches) seen.push(((await following.next()) as IteratorYieldResult<Batch>).value.events.length);
  return seen;
};

describe('A subscription', () => {
  let ledger: Ledger;
  beforeEach(() => (ledger = new Ledger()));

  it('reads nothing before it is asked for', async () => {
    ledger.length = 100;
    const following = ledger.follow(10);
    expect(ledger.reads).toBe(0);
    for (let batches = 1; batches <= 5; batches += 1) {
      await following.next();
      await new Promise(setImmediate);
      expect(ledger.reads).toBe(batches);
    }
  });

  it('says once where it stands, and then nothing until there is more', async () => {
    const following = ledger.follow(10);
    expect((await following.next()).value).toEqual({ events: [], cursor: place(0) });
    const next = following.next();
    for (let turns = 0; turns < 5; turns += 1) await new Promise(setImmediate);
    ledger.length = 3;
    expect((await next).value).toMatchObject({ cursor: place(3) });
  });

  it.each([
    ['away', () => new UnavailableError('away')],
    ['busy', () => new BusyError('busy')],
  ])('waits while the store is %s, and goes on without loss or repeat', async (_, failure) => {
    ledger.length = 25;
    const following = ledger.follow(10);
    ledger.failures.push(failure(), failure());
    expect(await sizes(following, 2)).toEqual([10, 10]);
    ledger.failures.push(failure());
    expect(await sizes(following, 1)).toEqual([5]);
    expect(ledger.reads).toBe(6);
  });

  it('ends with any other fault', async () => {
    ledger.failures.push(new ForeignEpochError('restored'));
    await expect(ledger.follow(10).next()).rejects.toThrow(ForeignEpochError);
  });

  it('stops when told, also while the store is away', async () => {
    const stop = new AbortController();
    ledger.failures.push(...Array.from({ length: 100 }, () => new UnavailableError('away')));
    const next = ledger.follow(10, stop.signal).next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('hands out nothing that was read after it was told to stop', async () => {
    const stop = new AbortController();
    ledger.length = 5;
    const next = ledger.follow(10, stop.signal).next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});
