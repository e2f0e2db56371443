import { UnknownEventTypeError } from '@ledgerdesk/event-store';
import type { FeedBatch, FeedEvent, FeedPage, PageEntry } from '@ledgerdesk/messaging';
import { SOME_TENANT } from '@ledgerdesk/testing';
import { Heard } from './heard.ts';
import { Refill } from './refill.ts';

const EPOCH = 'one';
const PAGE = 10n;

/** A ledger of so many events, all of one ticket; the page maker's entries are made when they are asked for. */
const ledgerOf = (events: bigint, eventOf = eventAt) => ({
  pageAfter: ({ position }: { readonly position: bigint }): Promise<FeedPage> => {
    const after = position < 0n ? 0n : position;
    const upTo = after + PAGE < events ? after + PAGE : events;
    const entries = Array.from({ length: Number(upTo - after) }, (_, index) => {
      const at = after + BigInt(index) + 1n;
      return {
        position: at,
        weight: 1,
        topic: 'ticket',
        get event() {
          return eventOf(at);
        },
      } as unknown as PageEntry;
    });
    return Promise.resolve({ after, upTo, entries, weight: 1 });
  },
});

const eventAt = (position: bigint): FeedEvent =>
  ({ topic: 'ticket', tenant: SOME_TENANT, subject: 'tkt_1', sequence: Number(position) - 1 }) as FeedEvent;

const upTo = (position: bigint, source = 'ledger') => new Heard(EPOCH, [{ source, place: { epoch: EPOCH, position } }]);

describe('Filling a view again', () => {
  const taken: bigint[] = [];
  const batches: FeedBatch[] = [];
  const read: bigint[] = [];
  beforeEach(() => [taken, batches, read].forEach((each) => each.splice(0)));

  const refillFrom = (catchUp: ReturnType<typeof ledgerOf>) =>
    new Refill({
      view: 'board',
      consumer: {
        handle: (batch) => {
          batches.push(batch);
          taken.push(...batch.positions);
          return Promise.resolve();
        },
      },
      catchUp,
      signal: new AbortController().signal,
      onRead: (position) => void read.push(position),
    });

  const counted = (to: number): bigint[] => Array.from({ length: to }, (_, index) => BigInt(index) + 1n);

  it('takes each event once, in the ledger’s order, up to what was heard and no farther', async () => {
    const refill = refillFrom(ledgerOf(100n));
    for (const heard of [13n, 13n, 14n, 37n]) {
      await refill.to(upTo(heard));
      expect(taken).toEqual(counted(Number(heard)));
    }
    expect(batches.every(({ position }, index) => position >= (batches[index - 1]?.position ?? 0n))).toBe(true);
  });

  it('says how far it has come, and never that it is farther than it wants to be', async () => {
    await refillFrom(ledgerOf(100n)).to(upTo(13n));
    expect(read).toEqual([10n, 13n]);
  });

  it('is not held up by partitions of which nothing was heard, nor does it take their events', async () => {
    const refill = refillFrom(ledgerOf(100n));
    await refill.to(new Heard(EPOCH, [{ source: 'person/0', place: { epoch: EPOCH, position: 90n } }]));
    expect(taken).toEqual([]);
    await refill.to(upTo(5n));
    expect(taken).toEqual(counted(5));
  });

  it('is given up in words where more would have to be kept than there is room for', async () => {
    const far = new Heard(EPOCH, [{ source: 'person/0', place: { epoch: EPOCH, position: 60_000n } }]);
    await expect(refillFrom(ledgerOf(60_000n)).to(far)).rejects.toThrow('let it catch up first');
  });

  it('is given up in words where the ledger holds what this program does not know', async () => {
    const refill = refillFrom(
      ledgerOf(5n, () => {
        throw new UnknownEventTypeError('TicketTeleported is not known');
      }),
    );
    await expect(refill.to(upTo(5n))).rejects.toThrow('what a newer release wrote');
  });
});
