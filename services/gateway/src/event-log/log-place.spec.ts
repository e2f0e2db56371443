import { passed, theBeginning, type Stand } from './log-place.ts';

const TOPICS = ['ticket'] as const;
const stand = (reached: Readonly<Record<string, bigint>>): Stand => ({
  epoch: 'e1',
  reached: new Map(Object.entries(reached)),
  late: 0,
});
const place = theBeginning(TOPICS);
const inPartitions = (...[one, two]: readonly [bigint, bigint]) => ({ 'ticket/0': one, 'ticket/1': two });

describe('Where a reader stands', () => {
  it('is the end of what the one machine has read, in all partitions alike', () => {
    const { positions } = passed(place, stand({ ledger: 40n }));
    expect(new Set(positions.values())).toEqual(new Set([40n]));
  });

  it('is the end of each partition, where they come apart', () => {
    const { positions } = passed(place, stand(inPartitions(40n, 7n)));
    expect(Object.fromEntries(positions)).toMatchObject(inPartitions(40n, 7n));
  });

  it('is no farther in a slow partition than that has come, though later events were shown', () => {
    const { positions } = passed(place, stand(inPartitions(40n, 7n)), 20n);
    expect(Object.fromEntries(positions)).toMatchObject(inPartitions(20n, 7n));
  });

  it('is the farther of both ways in which events came, after a move from one machine to many', () => {
    const { positions } = passed(place, stand({ ledger: 30n, ...inPartitions(40n, 7n) }));
    expect(Object.fromEntries(positions)).toMatchObject({ ...inPartitions(40n, 30n), 'ticket/2': 30n });
  });

  it('is never before where the reader stood, while the log is filled anew', () => {
    const before = passed(place, stand({ ledger: 40n }));
    expect(passed(before, stand({ ledger: 3n }), 2n).positions).toEqual(before.positions);
  });
});
