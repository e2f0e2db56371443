import { partitionOf } from './partition.ts';

describe('The partition of an aggregate', () => {
  it.each([
    ['tnt_01h455vb4pex5vsknk084sn02q.tkt_01h455vb4pex5vsknk084sn02q', 2],
    ['tnt_01h455vb4pex5vsknk084sn02q.sub_01h455vb4pex5vsknk084sn0', 1],
    ['a', 4],
    ['ää', 0],
    ['', 9],
  ])('stays the same for ever: %j', (key, partition) => {
    expect(partitionOf(key)).toBe(partition);
  });
});
