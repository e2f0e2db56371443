import type { Batch } from 'kafkajs';
import type { Landmark } from './landmark.ts';
import { beginningAt, unbroken } from './unbroken.ts';

const PARTITION = { topic: 'team', name: 'ledgerdesk.team.1', partition: 3 } as const;
const place = (position: bigint, epoch = 'e') => ({ epoch, position });
const landmark = (offset: bigint, position: bigint, epoch = 'e'): Landmark => ({
  offset,
  place: place(position, epoch),
});
const bounds = (beginning: bigint, end: bigint, outOfRange = false) => ({ beginning, end, outOfRange });

describe('A partition is read', () => {
  it('from the last record on that is known of it, to see that it is still there', () => {
    const known = [landmark(10n, 100n)];
    expect(beginningAt(PARTITION, place(250n), { known, bounds: bounds(0n, 40n) })).toEqual({
      offset: 9n,
      before: known[0],
    });
  });

  it('from what is known of it on where all before that is gone', () => {
    const begun = { known: [landmark(10n, 100n)], bounds: bounds(10n, 10n) };
    expect(beginningAt(PARTITION, place(250n), begun)).toEqual({ offset: 10n });
  });

  it.each([
    ['nothing is known of it', place(250n), []],
    ['the checkpoint was taken back before all that is known', place(50n), [landmark(10n, 100n)]],
    ['what is known is of another ledger, whatever there was of it then', place(50n), [landmark(90n, 10n, 'f')]],
  ])('from its beginning where %s', (_, at, known) => {
    expect(beginningAt(PARTITION, at, { known, bounds: bounds(0n, 40n) })).toEqual({ offset: 0n });
  });

  it.each([
    [
      'it ends before what is known of it',
      [landmark(10n, 100n)],
      bounds(0n, 9n),
      'read up to offset 10, and ends at 9',
    ],
    ['so it does, though the checkpoint is older', [landmark(10n, 900n)], bounds(0n, 9n), 'offset 10'],
    [
      'it begins behind what is known of it',
      [landmark(10n, 100n)],
      bounds(11n, 40n),
      'from offset 10 on, and begins at 11',
    ],
    ['it has lost its beginning, and nothing is known', [], bounds(1n, 40n), 'from offset 0 on, and begins at 1'],
    ['it is empty and was not', [], bounds(40n, 40n), 'begins at 40'],
    ['a member found less than it had read', [], bounds(0n, 40n, true), 'more of it than there was'],
  ])('not at all where %s', (_, known, there, what) => {
    const begin = () => beginningAt(PARTITION, place(250n), { known, bounds: there });
    expect(begin).toThrow(expect.objectContaining({ code: 'LOST_RECORDS' }));
    expect(begin).toThrow(`Kafka has lost records of ledgerdesk.team.1/3: `);
    expect(begin).toThrow(what);
  });
});

describe('What kafkajs fetched', () => {
  const batch = (fetchedOffset: bigint, first: bigint): Batch =>
    ({
      fetchedOffset: fetchedOffset.toString(),
      firstOffset: () => first.toString(),
      messages: [{ offset: first.toString(), key: null, value: null, headers: {} }],
    }) as unknown as Batch;
  const taken = (fetched: Batch) => () => unbroken(PARTITION, { offset: 7n }, { batch: fetched, epoch: 'e' });

  it('is taken where it begins with what has to come next', () => {
    expect(taken(batch(7n, 7n))()).toHaveLength(1);
  });

  it('is not taken where kafkajs went elsewhere', () => {
    expect(taken(batch(0n, 0n))).toThrow(expect.objectContaining({ code: 'OFFSET_JUMP' }));
    expect(taken(batch(9n, 9n))).toThrow(expect.objectContaining({ code: 'OFFSET_JUMP' }));
  });

  it('is not taken where the broker has nothing at the offset that was asked for', () => {
    expect(taken(batch(7n, 9n))).toThrow(expect.objectContaining({ code: 'LOST_RECORDS' }));
  });
});
